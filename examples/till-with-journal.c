/* SPDX-License-Identifier: MIT */
/*
 * A till that survives: what it has acknowledged is still there, once, after kill -9, a power cut or a restart.
 *
 *     till-with-journal DIRECTORY [PRESET]
 *
 * It reads commands from standard input, one a line, and answers each before it reads the next:
 *
 *     day DATE                   the shop's new day; everything else needs one
 *     sale KEY DATE VALUE ID     a purchase, in cents
 *     void KEY DATE VALUE ID     that sale never was: its own key, date, value and id
 *     refund KEY DATE VALUE ID   goods for so many cents came back on that day; an id of its own
 *     standing KEY               where the customer stands, and what a year's purchases come to
 *     snapshot                   save the book now
 *
 * The answer is `ok ID` (or DATE), `again ID` for what was recorded before, or `refused ID: why`. Before an `ok`, a line
 * `moved KEY FROM TO DATE` for each customer who moved, `revoked ...` for each who had not moved after all.
 *
 * DIRECTORY holds `book`, a snapshot whose first line is a number N (no file means 0), and `journal.N`, the commands
 * accepted since. docs/tills.md explains why each step is where it is.
 */
#define _XOPEN_SOURCE 700 /* fsync() and lockf() */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <loyalty/loyalty.h>

/* WORDS is one more than any command has. */
enum { WORDS = 6, LINE_SIZE = 512, SUM_SIZE = 17, NAME_SIZE = 32, LINES_OF_JOURNAL = 1000 };

struct till {
    loyalty_program *program;
    loyalty_book *book;
    FILE *journal;
    uint64_t generation;
    uint32_t lines; /* of the journal, since it began or a snapshot was tried */
    uint32_t purchase, refund, spend;
};

struct command {
    char *words[WORDS];
    int count;
    char text[LINE_SIZE];
};

/* Nothing acknowledged is lost by ending: the next start goes on from the files. */
static void die(const char *what, const char *why)
{
    fprintf(stderr, "till-with-journal: %s: %s\n", what, why);
    exit(EXIT_FAILURE);
}

static void must(loyalty_status status, const char *what)
{
    if (status != LOYALTY_OK)
        die(what, loyalty_status_text(status));
}

static void must_do(bool done, const char *what)
{
    if (!done)
        die(what, strerror(errno));
}

static void split(struct command *command, const char *line)
{
    char *rest = NULL;
    command->count = 0;
    snprintf(command->text, sizeof command->text, "%s", line);
    char *word = strtok_r(command->text, " \t\r", &rest);
    for (; word != NULL && command->count < WORDS; word = strtok_r(NULL, " \t\r", &rest))
        command->words[command->count++] = word;
}

static bool is(const struct command *command, const char *name, int words)
{
    return command->count == words && strcmp(command->words[0], name) == 0;
}

/*
 * The library takes events of days to come; a till refuses them, since such a date is a slip. The id of a void is made
 * from that of its sale, so that no sale can be taken back twice; no other id has a space, and none is so long that a
 * void could not have one.
 */
static loyalty_status record(struct till *till, struct command *command, loyalty_on_book_transition *tell, void *user)
{
    char **words = command->words, *end, id[LOYALTY_ID_MAX + 1];
    const bool is_void = is(command, "void", 5);
    loyalty_event event = {.size = sizeof event, .id = id, .kind = till->purchase, .count = is_void ? -1 : 1};
    loyalty_date today;
    if (loyalty_date_parse(words[2], strlen(words[2]), &event.date) != LOYALTY_OK)
        return LOYALTY_E_DATE;
    event.value = strtoll(words[3], &end, 10); /* a number that is too long becomes one that no kind takes */
    if (end == words[3] || *end != '\0' || event.value < 0)
        return LOYALTY_E_VALUE;
    if (loyalty_book_date(till->book, &today) != LOYALTY_OK || event.date > today)
        return LOYALTY_E_NOT_ADVANCED;
    if (is(command, "refund", 5)) {
        event.kind = till->refund;
        event.value = -event.value;
    }
    if (strlen(words[4]) > LOYALTY_ID_MAX - strlen("void "))
        return LOYALTY_E_ID;
    snprintf(id, sizeof id, "%s%s", is_void ? "void " : "", words[4]);
    event.id_length = (uint32_t)strlen(id);
    return loyalty_book_record(till->book, words[1], (uint32_t)strlen(words[1]), &event, tell, user, NULL);
}

/* Both the live till and a start do what a command says here, so that they cannot differ. */
static loyalty_status apply(struct till *till, struct command *command, loyalty_on_book_transition *tell, void *user)
{
    loyalty_date date;
    if (is(command, "sale", 5) || is(command, "void", 5) || is(command, "refund", 5))
        return record(till, command, tell, user);
    if (!is(command, "day", 2))
        return LOYALTY_E_ARGUMENT;
    const loyalty_status status = loyalty_date_parse(command->words[1], strlen(command->words[1]), &date);
    return status != LOYALTY_OK ? status : loyalty_book_advance(till->book, date, tell, user);
}

static uint64_t checksum(const char *text) /* FNV-1a: finds a torn line, not a forged one */
{
    uint64_t sum = 0xcbf29ce484222325u;
    for (; *text != '\0'; text++)
        sum = (sum ^ (unsigned char)*text) * 0x100000001b3u;
    return sum;
}

static bool write_line(FILE *file, const char *line)
{
    return fprintf(file, "%016" PRIx64 " %s\n", checksum(line), line) > 0;
}

/* If this fails, nobody knows how much is on the disk. A start finds out, and cuts off what is not whole. */
static void append(struct till *till, const char *line)
{
    must_do(write_line(till->journal, line) && fflush(till->journal) == 0 && fsync(fileno(till->journal)) == 0,
            "journal");
    till->lines++;
}

/* Returns what write_line() was given; NULL if the line is not whole. */
static const char *read_line(char *line)
{
    char sum[SUM_SIZE];
    char *end = strchr(line, '\n');
    if (end == NULL || end - line < SUM_SIZE)
        return NULL;
    *end = '\0';
    snprintf(sum, sizeof sum, "%016" PRIx64, checksum(line + SUM_SIZE));
    return memcmp(line, sum, SUM_SIZE - 1) == 0 && line[SUM_SIZE - 1] == ' ' ? line + SUM_SIZE : NULL;
}

/* Callbacks are NULL: what the journal has was told when it was written. What it has was accepted, so it is again. */
static void replay(struct till *till)
{
    char line[SUM_SIZE + LINE_SIZE + 1];
    struct command command;
    off_t whole = 0;
    rewind(till->journal);
    while (fgets(line, sizeof line, till->journal) != NULL) {
        const char *text = read_line(line);
        if (text == NULL && fgetc(till->journal) != EOF)
            die("journal", "it is damaged in the middle");
        if (text == NULL)
            break; /* torn; only the last line can be: each was on the disk before the next was begun */
        split(&command, text);
        must(apply(till, &command, NULL, NULL), "the journal cannot be replayed under this rule table");
        till->lines++;
        whole = ftello(till->journal);
    }
    /* Synced even if nothing is cut off: `again` is an acknowledgement, too, and these lines may not be on the disk. */
    must_do(!ferror(till->journal) && ftruncate(fileno(till->journal), whole) == 0 &&
                fseeko(till->journal, 0, SEEK_END) == 0 && fsync(fileno(till->journal)) == 0,
            "journal");
}

/* A new name, of a new file or after a rename, is on the disk when its directory is. */
static void sync_directory(void)
{
    const int directory = open(".", O_RDONLY);
    must_do(directory >= 0 && fsync(directory) == 0 && close(directory) == 0, "directory");
}

static void open_journal(struct till *till)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "journal.%" PRIu64, till->generation);
    till->journal = fopen(name, "a+");
    must_do(till->journal != NULL, name);
    sync_directory(); /* before the first line */
}

static void remove_journal(uint64_t generation)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "journal.%" PRIu64, generation);
    must_do(unlink(name) == 0 || errno == ENOENT, name);
}

static int32_t write_piece(void *user, const void *bytes, size_t length)
{
    return fwrite(bytes, 1, length, (FILE *)user) != length;
}

static int32_t read_piece(void *user, void *bytes, size_t capacity, size_t *length)
{
    *length = fread(bytes, 1, capacity, (FILE *)user);
    return ferror((FILE *)user);
}

static bool save_book(const struct till *till, uint64_t generation)
{
    char line[NAME_SIZE];
    FILE *file = fopen("book.new", "wb");
    if (file == NULL)
        return false;
    snprintf(line, sizeof line, "%" PRIu64, generation);
    const bool saved = write_line(file, line) && loyalty_book_save(till->book, write_piece, file) == LOYALTY_OK &&
                       fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (fclose(file) == 0 && saved)
        return true;
    must_do(unlink("book.new") == 0, "book.new"); /* the journal needs the room */
    return false;
}

/*
 * Until the rename, a start finds the old book and its journal. After it, the new book, which has all that is in that
 * journal, and the next journal, which is empty or not there yet: one that is there before is of a time that a backup has
 * undone. So nothing is lost or doubled, wherever we are killed.
 */
static bool snapshot(struct till *till)
{
    till->lines = 0;
    if (!save_book(till, till->generation + 1))
        return false;
    remove_journal(till->generation + 1);
    sync_directory();
    must_do(rename("book.new", "book") == 0, "book");
    must_do(fclose(till->journal) == 0, "journal");
    till->generation++;
    open_journal(till);
    remove_journal(till->generation - 1);
    return true;
}

static void save_if_possible(struct till *till)
{
    if (!snapshot(till))
        fputs("till-with-journal: the book cannot be written; the journal goes on\n", stderr);
}

static bool is_there(const char *pattern)
{
    glob_t found;
    const int result = glob(pattern, 0, NULL, &found);
    if (result == 0)
        globfree(&found);
    return result != GLOB_NOMATCH;
}

static void load_book(struct till *till, const unsigned char *seed)
{
    char line[SUM_SIZE + NAME_SIZE];
    uint64_t left_out;
    FILE *file = fopen("book", "rb");
    if (file == NULL && errno == ENOENT) { /* no snapshot was made yet */
        if (is_there("journal.[1-9]*"))
            die("book", "it is missing, and the journal is of no use without it");
        must(loyalty_book_new(till->program, seed, &till->book), "book");
        return;
    }
    must_do(file != NULL, "book");
    const char *generation = fgets(line, sizeof line, file) != NULL ? read_line(line) : NULL;
    if (generation == NULL)
        die("book", "its first line is damaged");
    till->generation = strtoull(generation, NULL, 10);
    must(loyalty_book_load(till->program, seed, read_piece, file, &left_out, &till->book), "book");
    must_do(fclose(file) == 0, "book");
    if (left_out > 0) /* the next snapshot would be without them */
        die("book", "it has kinds of events that this rule table lacks");
}

static const char *rung_name(const loyalty_program *program, uint32_t rung)
{
    loyalty_rung_info info = {.size = sizeof info};
    must(loyalty_program_rung(program, rung, &info), "rung");
    return info.name;
}

/* Into memory: a customer is told of what is in the journal only. */
static int32_t tell_move(void *user, const void *key, uint32_t key_length, const loyalty_customer *customer,
                         const loyalty_transition *move)
{
    const loyalty_program *program = loyalty_customer_program(customer);
    char date[11];
    must(loyalty_date_format(move->date, date, sizeof date), "date");
    fprintf((FILE *)user, "%s %.*s %s %s %s\n", move->revoked ? "revoked" : "moved", (int)key_length, (const char *)key,
            rung_name(program, move->from_rung), rung_name(program, move->to_rung), date);
    return 0;
}

static void answer_standing(const struct till *till, const char *key)
{
    const loyalty_customer *customer;
    loyalty_standing now = {.size = sizeof now};
    char since[11];
    int64_t spend, parts;
    loyalty_status status = loyalty_book_find(till->book, key, (uint32_t)strlen(key), &customer);
    if (status == LOYALTY_OK)
        status = loyalty_customer_standing(customer, &now);
    if (status != LOYALTY_OK) {
        printf("refused %s: %s\n", key, loyalty_status_text(status));
        return;
    }
    must(loyalty_date_format(now.since, since, sizeof since), "date");
    must(loyalty_customer_metric(customer, till->spend, &spend, &parts), "spend");
    printf("standing %s %s since %s, score %" PRId64 ", spend %" PRId64 "\n", key, rung_name(till->program, now.rung),
           since, now.score, spend);
}

/* Accept, append, tell, acknowledge: in this order alone does a crash neither lose nor double anything. */
static void take(struct till *till, const char *line, struct command *command)
{
    const char *id = command->words[command->count - 1];
    char *moves = NULL;
    size_t length;
    FILE *memory = open_memstream(&moves, &length);
    must_do(memory != NULL, "memory");
    const loyalty_status status = apply(till, command, tell_move, memory);
    must_do(fclose(memory) == 0, "memory");
    if (status == LOYALTY_OK) {
        append(till, line);
        printf("%sok %s\n", moves, id);
    } else if (status == LOYALTY_E_DUPLICATE) {
        printf("again %s\n", id);
    } else if (status == LOYALTY_E_MEMORY || status == LOYALTY_E_HOST) {
        die(id, loyalty_status_text(status)); /* an advance may be done for some customers: a start begins it anew */
    } else {
        printf("refused %s: %s\n", id, loyalty_status_text(status));
    }
    free(moves);
}

static void obey(struct till *till, const char *line)
{
    struct command command;
    split(&command, line);
    if (is(&command, "standing", 2))
        answer_standing(till, command.words[1]);
    else if (is(&command, "snapshot", 1))
        puts(snapshot(till) ? "ok snapshot" : "refused snapshot: the book cannot be written");
    else if (command.count > 0)
        take(till, line, &command);
    else
        puts("refused: no command");
}

/* Keys and ids come from outside: nobody who does not know the seed can choose some that make the book slow. */
static void read_seed(unsigned char *seed)
{
    FILE *random = fopen("/dev/urandom", "rb");
    must_do(random != NULL && fread(seed, LOYALTY_SEED_SIZE, 1, random) == 1 && fclose(random) == 0, "/dev/urandom");
}

/* Two tills in one directory would write over each other. */
static void enter(const char *directory)
{
    must_do(chdir(directory) == 0, directory);
    const int lock = open("lock", O_RDWR | O_CREAT, 0600); /* held until the process ends, however it ends */
    must_do(lock >= 0 && lockf(lock, F_TLOCK, 0) == 0, "lock");
}

static void read_table(struct till *till, const char *preset)
{
    const char *table;
    size_t length;
    must(loyalty_preset_json(preset, &table, &length), preset);
    must(loyalty_program_from_json(table, length, NULL, NULL, &till->program), preset);
    must(loyalty_program_find(till->program, LOYALTY_OBJECT_KIND, "purchase", &till->purchase), "purchase");
    must(loyalty_program_find(till->program, LOYALTY_OBJECT_KIND, "return", &till->refund), "return");
    must(loyalty_program_find(till->program, LOYALTY_OBJECT_METRIC, "spend", &till->spend), "spend");
}

/* A line of `length` bytes, its end included. */
static void read_command(struct till *till, char *line, size_t length)
{
    if (line[length - 1] != '\n') /* 19 may be the beginning of 1995 */
        die("standard input", "the last line is cut off");
    line[length - 1] = '\0';
    if (length > LINE_SIZE || strlen(line) != length - 1)
        puts("refused: the line is too long, or has a byte 0");
    else
        obey(till, line);
    must_do(fflush(stdout) == 0, "standard output");
}

int main(int argc, char **argv)
{
    struct till till = {NULL, NULL, NULL, 0, 0, 0, 0, 0};
    unsigned char seed[LOYALTY_SEED_SIZE];
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    if (argc != 2 && argc != 3)
        die("usage", "till-with-journal DIRECTORY [PRESET]");
    read_table(&till, argc == 3 ? argv[2] : "five-rungs");
    enter(argv[1]);
    read_seed(seed);
    load_book(&till, seed);
    open_journal(&till);
    replay(&till);
    if (till.generation > 0)
        remove_journal(till.generation - 1); /* if a snapshot was killed before it did so */
    if (till.lines > 0)                      /* if fsync() failed, only what is written anew is surely on the disk */
        save_if_possible(&till);
    while ((length = getline(&line, &capacity, stdin)) > 0) {
        read_command(&till, line, (size_t)length);
        if (till.lines >= LINES_OF_JOURNAL)
            save_if_possible(&till);
    }
    must_do(!ferror(stdin) && fclose(till.journal) == 0, "end");
    free(line);
    loyalty_book_free(till.book);
    loyalty_program_unref(till.program);
    return EXIT_SUCCESS;
}
