/* SPDX-License-Identifier: MIT */
/* `loyalty replay --save`: writes the book of a replay as a snapshot. */
#define _POSIX_C_SOURCE 200809L
#include "command/replay.h"
#include "input/snapshot.h"
#include "output/tell.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

/* Reads how a file begins. Returns whether it may be overwritten: a snapshot, or nothing. If not, reports why. */
static bool replay_may_overwrite(const char *path)
{
    char bytes[SNAPSHOT_SIGNATURE];
    FILE *file = fopen(path, "rb");
    if (!file) {
        tell("%s: %s", path, strerror(errno));
        return false;
    }
    const size_t length = fread(bytes, 1, sizeof bytes, file);
    const bool may = !ferror(file) && (length == 0 || snapshot_has_signature(bytes, length));
    fclose(file);
    if (!may)
        tell("--save: %s is not a snapshot, and is not overwritten; use another name, or remove it", path);
    return may;
}

bool replay_can_save(const char *path)
{
    struct stat status;
    if (path[0] == '\0' || strcmp(path, "-") == 0) {
        tell("--save needs the name of a file; standard output has the standings");
        return false;
    }
    if (stat(path, &status) != 0)
        return replacement_possible(path);
    if (!S_ISREG(status.st_mode)) {
        tell("--save: %s is not a regular file", path);
        return false;
    }
    return replay_may_overwrite(path) && replacement_possible(path);
}

/* A book of a later day than asked about would be saved as of that day. */
static bool replay_is_of_day(const struct replay *run, const loyalty_book *book)
{
    char text[16] = "";
    int32_t day = LOYALTY_DATE_NONE;
    if (loyalty_book_date(book, &day) || day <= run->log.as_of)
        return true;
    loyalty_date_format(day, text, sizeof text);
    tell("--save: the snapshot %s is of %s; use that day or a later one as --as-of", run->log.events, text);
    return false;
}

static int32_t replay_write(void *user, const void *bytes, size_t length)
{
    return replacement_write(user, bytes, length) ? 0 : 1;
}

bool replay_save(const struct replay *run, loyalty_book *book, struct replacement *file)
{
    if (!replay_is_of_day(run, book) || !replacement_open(file, run->save))
        return false;
    const int32_t status = loyalty_book_save(book, replay_write, file);
    if (status && status != LOYALTY_E_STOPPED) {
        replacement_abandon(file);
        return tell_status(status);
    }
    return replacement_finish(file);
}

/* main() reports that something could not be printed. */
bool replay_saved(struct replacement *file)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return replacement_commit(file);
    replacement_abandon(file);
    return false;
}
