/* SPDX-License-Identifier: MIT */
/* The index of a book's keys: its hash, against a list that only counts, and against keys chosen to crowd. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "book/keys.h"
#include "random.h"
#include "support.h"

static struct counting counting;
static loyalty_allocator allocator;

static struct random dice = {11};

static int set_up(void **state)
{
    (void)state;
    counting = (struct counting){.fail_at = ALLOCATOR_NEVER};
    allocator = counting_allocator(&counting);
    return 0;
}

/*
 * Bytes 0, 1, 2, … under the seed of bytes 0, 1, … 15, worked out by an implementation in another language that was held
 * against Python's own SipHash-1-3 (_imp.source_hash).
 */
static void the_hash_is_siphash_1_3(void **state)
{
    static const uint64_t seed[2] = {UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)};
    static const struct {
        uint32_t length;
        uint64_t hash;
    } vectors[] = {
        {0, UINT64_C(0xabac0158050fc4dc)},  {1, UINT64_C(0xc9f49bf37d57ca93)},  {2, UINT64_C(0x82cb9b024dc7d44d)},
        {3, UINT64_C(0x8bf80ab8e7ddf7fb)},  {4, UINT64_C(0xcf75576088d38328)},  {5, UINT64_C(0xdef9d52f49533b67)},
        {6, UINT64_C(0xc50d2b50c59f22a7)},  {7, UINT64_C(0xd3927d989bb11140)},  {8, UINT64_C(0x369095118d299a8e)},
        {9, UINT64_C(0x25a48eb36c063de4)},  {15, UINT64_C(0xd320d86d2a519956)}, {16, UINT64_C(0xcc4fdd1a7d908b66)},
        {63, UINT64_C(0x9d199062b7bbb3a8)}, {255, UINT64_C(0xf76214e3153c4a15)}};
    char bytes[LOYALTY_KEY_MAX];
    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(unsigned char)i;
    for (size_t i = 0; i < LENGTH(vectors); i++)
        assert_int_equal(keys_siphash(seed, bytes, vectors[i].length), vectors[i].hash);
}

static void a_seed_becomes_two_by_splitmix(void **state)
{
    struct keys keys;
    (void)state;
    keys_init(&keys, 0);
    assert_int_equal(keys.seed[0], UINT64_C(0xe220a8397b1dcdaf));
    assert_int_equal(keys.seed[1], UINT64_C(0x6e789e6aa1b965f4));
    keys_init(&keys, UINT64_MAX);
    assert_int_equal(keys.seed[0], UINT64_C(0xe4d971771b652c20));
    assert_int_equal(keys.seed[1], UINT64_C(0xe99ff867dbf682c9));
}

/* Rows without customers, for keys to be held in. */
enum { ROWS = 2 * ROW_CHUNK };

struct shelf {
    struct book_chunk chunks[ROWS / ROW_CHUNK];
    struct book_rows rows;
    char texts[ROWS][24];
};

static struct shelf *shelf_new(void)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    assert_non_null(shelf);
    for (size_t i = 0; i < LENGTH(shelf->chunks); i++) {
        shelf->chunks[i].entries = calloc(ROW_CHUNK, sizeof *shelf->chunks[i].entries);
        assert_non_null(shelf->chunks[i].entries);
    }
    shelf->rows.chunks = shelf->chunks;
    shelf->rows.chunk_count = LENGTH(shelf->chunks);
    return shelf;
}

static void shelf_free(struct shelf *shelf)
{
    for (size_t i = 0; i < LENGTH(shelf->chunks); i++)
        free(shelf->chunks[i].entries);
    free(shelf);
}

/* Puts the key of a row's text there. */
static void shelve(struct shelf *shelf, uint32_t row, const struct key *key)
{
    struct book_row *at = row_at(&shelf->rows, row);
    at->key_length = key->length & UINT8_MAX;
    if (key->length <= ROW_KEY_INLINE)
        at->key.word = key->word;
    else
        at->key.block = shelf->texts[row];
}

static struct key key_of(const struct keys *keys, const char *text)
{
    return keys_key(keys, text, (uint32_t)strlen(text));
}

/* How far from home the farthest key lies. */
static uint32_t longest_way(const struct keys *keys)
{
    uint32_t longest = 0, mask = keys->capacity - 1;
    for (uint32_t i = 0; i < keys->capacity; i++)
        if (keys->slots[i].row && ((i - keys->slots[i].hash) & mask) > longest)
            longest = (i - keys->slots[i].hash) & mask;
    return longest;
}

static void keys_come_and_go(void **state)
{
    enum { ROUNDS = 40000 };
    struct shelf *shelf = shelf_new();
    int present[ROWS] = {0};
    uint32_t count = 0;
    struct keys keys;
    (void)state;
    keys_init(&keys, 3);
    for (uint32_t i = 0; i < ROWS; i++) /* short ones and long ones */
        snprintf(shelf->texts[i], sizeof shelf->texts[i], i % 3 ? "%u" : "customer number %u", (unsigned)i);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t row = (uint32_t)(random_bits(&dice) % ROWS);
        struct key key = key_of(&keys, shelf->texts[row]);
        assert_int_equal(keys_find(&keys, &shelf->rows, &key), present[row] ? row : INDEX_NONE);
        if (present[row]) {
            assert_int_not_equal(keys_guess(&keys, key.hash), INDEX_NONE);
            if (round % 2) /* more stay than go */
                continue;
            keys_remove(&keys, key.hash, row);
            *row_at(&shelf->rows, row) = (struct book_row){.key_length = 0};
            count--;
        } else {
            OK(keys_reserve(&keys, &allocator, 1));
            shelve(shelf, row, &key);
            keys_put(&keys, key.hash, row);
            count++;
        }
        present[row] = !present[row];
        assert_int_equal(keys.count, count);
        assert_true(keys.count <= keys.capacity / 4 * 3);
    }
    for (uint32_t row = 0; row < ROWS; row++) {
        struct key key = key_of(&keys, shelf->texts[row]);
        assert_int_equal(keys_find(&keys, &shelf->rows, &key), present[row] ? row : INDEX_NONE);
    }
    keys_end(&keys, &allocator);
    shelf_free(shelf);
    assert_int_equal(counting.live, 0);
}

/* Whatever the hash says, a key is its bytes: these are given one hash. */
static void keys_of_one_hash_are_told_apart(void **state)
{
    static const char *const texts[] = {"a", "a\0", "8 bytes!", "8 bytes?", "9 bytes!!", "9 bytes!?", "10 bytes!!"};
    static const uint32_t lengths[] = {1, 2, 8, 8, 9, 9, 10};
    struct shelf *shelf = shelf_new();
    struct keys keys;
    (void)state;
    keys_init(&keys, 1);
    OK(keys_reserve(&keys, &allocator, LENGTH(texts)));
    for (uint32_t row = 0; row < LENGTH(texts); row++) {
        struct key key = keys_key(&keys, texts[row], lengths[row]);
        key.hash = 7;
        assert_int_equal(keys_find(&keys, &shelf->rows, &key), INDEX_NONE);
        memcpy(shelf->texts[row], texts[row], lengths[row]);
        shelve(shelf, row, &key);
        keys_put(&keys, key.hash, row);
    }
    for (uint32_t row = 0; row < LENGTH(texts); row++) {
        struct key key = keys_key(&keys, texts[row], lengths[row]);
        key.hash = 7;
        assert_int_equal(keys_find(&keys, &shelf->rows, &key), row);
    }
    keys_end(&keys, &allocator);
    shelf_free(shelf);
}

/* After a key was put and taken out, every slot is as it was. */
static void a_removed_key_leaves_no_trace(void **state)
{
    enum { MANY = 700 };
    struct keys keys;
    (void)state;
    keys_init(&keys, 5);
    OK(keys_reserve(&keys, &allocator, MANY + 1));
    uint32_t hashes[MANY + 1];
    for (uint32_t i = 0; i <= MANY; i++)
        hashes[i] = (uint32_t)random_bits(&dice) % 64 + (keys.capacity - 32); /* crowded, over the end */
    for (uint32_t i = 0; i < MANY; i++)
        keys_put(&keys, hashes[i], i);
    struct key_slot *before = malloc(keys.capacity * sizeof *before);
    assert_non_null(before);
    memcpy(before, keys.slots, keys.capacity * sizeof *before);
    keys_put(&keys, hashes[MANY], MANY);
    keys_remove(&keys, hashes[MANY], MANY);
    assert_memory_equal(before, keys.slots, keys.capacity * sizeof *before);
    for (uint32_t i = 0; i < MANY; i++) /* and all can go, in any order */
        keys_remove(&keys, hashes[i * 3 % MANY], i * 3 % MANY);
    for (uint32_t i = 0; i < keys.capacity; i++)
        assert_int_equal(keys.slots[i].row, 0);
    free(before);
    keys_end(&keys, &allocator);
}

/* Keys that an attacker found for one seed: all at home in the same few slots. Under another seed they are like any. */
static void keys_chosen_for_another_seed_do_not_crowd(void **state)
{
    struct shelf *shelf = shelf_new();
    struct keys known, secret;
    uint32_t found = 0;
    (void)state;
    keys_init(&known, 1);
    keys_init(&secret, UINT64_C(0x5ec2e7));
    for (uint64_t number = 0; found < ROWS; number++) {
        struct key key = keys_key(&known, (const char *)&number, sizeof number);
        if (key.hash % (4 * ROWS) >= 4) /* there will be up to 4 × ROWS slots */
            continue;
        memcpy(shelf->texts[found++], &number, sizeof number);
    }
    OK(keys_reserve(&known, &allocator, ROWS));
    OK(keys_reserve(&secret, &allocator, ROWS));
    assert_true(known.capacity <= 4 * ROWS);
    for (uint32_t row = 0; row < ROWS; row++) {
        keys_put(&known, keys_key(&known, shelf->texts[row], 8).hash, row);
        keys_put(&secret, keys_key(&secret, shelf->texts[row], 8).hash, row);
    }
    assert_true(longest_way(&known) >= ROWS - 4);
    assert_in_range(longest_way(&secret), 1, 60);
    keys_end(&known, &allocator);
    keys_end(&secret, &allocator);
    shelf_free(shelf);
}

static void no_room_changes_nothing(void **state)
{
    struct keys keys;
    (void)state;
    keys_init(&keys, 0);
    counting.fail_at = 0;
    assert_int_equal(keys_reserve(&keys, &allocator, 1), LOYALTY_E_MEMORY);
    assert_int_equal(keys.capacity, 0);
    assert_int_equal(keys_guess(&keys, 7), INDEX_NONE);
    OK(keys_reserve(&keys, &allocator, 1));
    uint32_t capacity = keys.capacity;
    keys_put(&keys, 7, 0);
    counting.fail_at = counting.calls;
    assert_int_equal(keys_reserve(&keys, &allocator, capacity), LOYALTY_E_MEMORY);
    assert_int_equal(keys.capacity, capacity);
    assert_int_equal(keys_guess(&keys, 7), 0);
    assert_int_equal(keys_reserve(&keys, &allocator, UINT32_MAX), LOYALTY_E_MEMORY);
    assert_int_equal(keys_reserve(&keys, &allocator, UINT32_MAX - 1), LOYALTY_E_MEMORY);
    keys_end(&keys, &allocator);
    assert_int_equal(counting.live, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_hash_is_siphash_1_3, set_up),
        cmocka_unit_test_setup(a_seed_becomes_two_by_splitmix, set_up),
        cmocka_unit_test_setup(keys_come_and_go, set_up),
        cmocka_unit_test_setup(keys_of_one_hash_are_told_apart, set_up),
        cmocka_unit_test_setup(a_removed_key_leaves_no_trace, set_up),
        cmocka_unit_test_setup(keys_chosen_for_another_seed_do_not_crowd, set_up),
        cmocka_unit_test_setup(no_room_changes_nothing, set_up),
    };
    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
