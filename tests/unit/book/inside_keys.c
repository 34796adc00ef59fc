/* SPDX-License-Identifier: MIT */
/* The index of a book's keys: its hash, against a list that only counts, and against keys chosen to crowd. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "allocator.h"
#include "book/keys.h"
#include "number_key.h"
#include "random.h"
#include "seed.h"
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
    static const struct hash_seed seed = {{UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908)}, false};
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
        assert_int_equal(hash_bytes(&seed, bytes, vectors[i].length), vectors[i].hash);
    assert_int_equal(hash_word(&seed, UINT64_C(0x0706050403020100), 8), vectors[8].hash);
    for (uint32_t length = 0; length <= 8; length++)
        assert_int_equal(hash_word(&seed, hash_word_of(bytes, length), length), vectors[length].hash);
}

static void a_seed_is_16_bytes_or_none(void **state)
{
    static const unsigned char bytes[LOYALTY_SEED_SIZE] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    static const unsigned char zeros[LOYALTY_SEED_SIZE];
    (void)state;
    struct hash_seed seed = hash_seed(bytes);
    assert_int_equal(seed.words[0], UINT64_C(0x0706050403020100));
    assert_int_equal(seed.words[1], UINT64_C(0x0f0e0d0c0b0a0908));
    assert_false(seed.quick);
    assert_false(hash_seed(zeros).quick);
    assert_true(hash_seed(NULL).quick);
}

enum { ROWS = 2048 };

/* The keys of rows, and the blocks of the longer ones. */
struct shelf {
    char texts[ROWS][24];
    struct key_block *blocks[ROWS];
};

static void shelf_free(struct shelf *shelf)
{
    for (size_t i = 0; i < ROWS; i++)
        free(shelf->blocks[i]);
    free(shelf);
}

static struct shelf *shelf_new(void)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    assert_non_null(shelf);
    return shelf;
}

static const struct key_block *shelf_block(struct shelf *shelf, uint32_t row, const struct key *key)
{
    struct key_block *block = malloc(sizeof *block + key->length);
    assert_non_null(block);
    block->length = key->length & UINT8_MAX;
    memcpy(block->bytes, key->bytes, key->length);
    free(shelf->blocks[row]);
    return shelf->blocks[row] = block;
}

/* Puts the key of a row into the index. */
static void shelve(struct keys *keys, struct shelf *shelf, uint32_t row, const struct key *key)
{
    keys_put(keys, key, key_is_short(key) ? NULL : shelf_block(shelf, row, key), row);
}

static struct key key_of(const struct keys *keys, const char *text)
{
    return keys_key(keys, text, (uint32_t)strlen(text));
}

/* Returns the row of a key as a batch looks for it. */
static uint32_t guess(const struct keys *keys, const struct key *key)
{
    return key_is_short(key) ? keys_find_short(keys, key->mark, key->word) : keys_guess(keys, key->mark);
}

static uint32_t way_of(const struct keys *keys, uint32_t slot)
{
    uint32_t home = keys_home(keys, keys->slots[slot].mark);
    return slot >= home ? slot - home : slot + keys->capacity - home;
}

/* Returns how far from home the farthest key is. */
static uint32_t longest_way(const struct keys *keys)
{
    uint32_t longest = 0;
    for (uint32_t i = 0; i < keys->capacity; i++)
        if (keys->slots[i].row && way_of(keys, i) > longest)
            longest = way_of(keys, i);
    return longest;
}

/* Checks that no search passes a free slot, and that the free slots of a line are its last ones. */
static void check_slots(const struct keys *keys)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < keys->capacity; i++) {
        if (!keys->slots[i].row)
            continue;
        count++;
        for (uint32_t back = way_of(keys, i); back > 0; back--)
            assert_int_not_equal(keys->slots[(i + keys->capacity - back) % keys->capacity].row, 0);
    }
    assert_int_equal(keys->count, count);
    assert_int_equal((uintptr_t)keys->slots % KEYS_LINE, 0);
}

static void keys_come_and_go(void **state)
{
    enum { ROUNDS = 40000, CHECK_EVERY = 500 };
    struct shelf *shelf = shelf_new();
    int present[ROWS] = {0};
    struct keys keys;
    keys_init(&keys, seed_of(*(const uint64_t *)*state));
    for (uint32_t i = 0; i < ROWS; i++) /* short ones and long ones */
        snprintf(shelf->texts[i], sizeof shelf->texts[i], i % 3 ? "%u" : "customer number %u", (unsigned)i);
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t row = (uint32_t)(random_bits(&dice) % ROWS);
        struct key key = key_of(&keys, shelf->texts[row]);
        assert_int_equal(keys_find(&keys, &key), present[row] ? row : INDEX_NONE);
        if (present[row]) {
            assert_int_not_equal(guess(&keys, &key), INDEX_NONE);
            if (round % 2) /* more stay than go */
                continue;
            keys_remove(&keys, &key, row);
        } else {
            OK(keys_reserve(&keys, &allocator, 1));
            shelve(&keys, shelf, row, &key);
        }
        present[row] = !present[row];
        if (round % CHECK_EVERY == 0)
            check_slots(&keys);
    }
    check_slots(&keys);
    for (uint32_t row = 0; row < ROWS; row++) {
        struct key key = key_of(&keys, shelf->texts[row]);
        assert_int_equal(keys_find(&keys, &key), present[row] ? row : INDEX_NONE);
    }
    keys_end(&keys, &allocator);
    shelf_free(shelf);
    assert_int_equal(counting.live, 0);
}

/* Whatever the hash says, a key is its bytes: these have one hash. */
static void keys_of_one_hash_are_told_apart(void **state)
{
    static const char *const texts[] = {"a", "a\0", "8 bytes!", "8 bytes?", "9 bytes!!", "9 bytes!?", "10 bytes!!"};
    static const uint32_t lengths[] = {1, 2, 8, 8, 9, 9, 10};
    struct shelf *shelf = shelf_new();
    struct keys keys;
    (void)state;
    keys_init(&keys, seed_of(1));
    OK(keys_reserve(&keys, &allocator, LENGTH(texts)));
    for (int round = 0; round < 2; round++) /* before they are there, and after */
        for (uint32_t row = 0; row < LENGTH(texts); row++) {
            struct key key = keys_key(&keys, texts[row], lengths[row]);
            key.mark = key_mark(UINT64_C(7) << 32, key.length);
            assert_int_equal(keys_find(&keys, &key), round ? row : INDEX_NONE);
            if (!round)
                shelve(&keys, shelf, row, &key);
        }
    keys_end(&keys, &allocator);
    shelf_free(shelf);
}

/* A number is the key of its bytes, the highest first. */
static void a_number_is_a_key_of_eight_bytes(void **state)
{
    const uint64_t number = UINT64_C(0x0123456789abcdef);
    char bytes[NUMBER_KEY], written[NUMBER_KEY];
    struct keys keys;
    (void)state;
    memcpy(bytes, number_key(number).bytes, NUMBER_KEY);
    for (uint64_t seed = 0; seed < 2; seed++) {
        keys_init(&keys, seed_of(seed));
        struct key one = keys_number(&keys, number), other = keys_key(&keys, bytes, NUMBER_KEY);
        assert_int_equal(one.mark, other.mark);
        assert_int_equal(one.word, other.word);
        assert_int_equal(one.length, other.length);
        key_write(&one, written);
        assert_memory_equal(written, bytes, sizeof bytes);
    }
}

/* Each key of nine bytes or more is hashed to its end, whatever its length is. */
static void every_byte_counts(void **state)
{
    char bytes[40] = {0};
    (void)state;
    for (uint64_t seed = 0; seed < 2; seed++) {
        struct hash_seed hash = hash_seed(seed_of(seed));
        for (uint32_t length = 1; length <= sizeof bytes; length++)
            for (uint32_t at = 0; at < length; at++) {
                uint64_t before = hash_bytes(&hash, bytes, length);
                bytes[at] = 1;
                assert_int_not_equal(hash_bytes(&hash, bytes, length) >> 36, before >> 36);
                bytes[at] = 0;
            }
    }
}

/* Returns a number's key with one of a few high marks, so that many crowd at the end of the slots, and pass over it. */
static struct key crowded_key(const struct keys *keys, uint64_t number)
{
    struct key key = keys_number(keys, number);
    key.mark = key_mark(UINT64_MAX - (random_bits(&dice) % 64 << 50), KEY_SHORT);
    return key;
}

/* After a key was put and removed, every slot is as it was. */
static void a_removed_key_leaves_no_trace(void **state)
{
    enum { MANY = 700 };
    static uint64_t numbers[MANY + 1];
    static struct key crowd[MANY + 1];
    struct keys keys;
    (void)state;
    keys_init(&keys, seed_of(5));
    OK(keys_reserve(&keys, &allocator, MANY + 1));
    for (uint32_t i = 0; i <= MANY; i++) {
        numbers[i] = i;
        crowd[i] = crowded_key(&keys, numbers[i]);
    }
    for (uint32_t i = 0; i < MANY; i++)
        keys_put(&keys, &crowd[i], NULL, i);
    struct key_slot *before = malloc(keys.capacity * sizeof *before);
    assert_non_null(before);
    memcpy(before, keys.slots, keys.capacity * sizeof *before);
    keys_put(&keys, &crowd[MANY], NULL, MANY);
    keys_remove(&keys, &crowd[MANY], MANY);
    assert_memory_equal(before, keys.slots, keys.capacity * sizeof *before);
    for (uint32_t i = 0; i < MANY; i++) { /* and all can go, in any order */
        keys_remove(&keys, &crowd[i * 3 % MANY], i * 3 % MANY);
        if (i % 50 == 0)
            check_slots(&keys);
    }
    for (uint32_t i = 0; i < keys.capacity; i++)
        assert_int_equal(keys.slots[i].row, 0);
    free(before);
    keys_end(&keys, &allocator);
}

/* Keys that an attacker found for one seed: all at home in the same few lines. Under another seed they are like any. */
static void keys_chosen_for_another_seed_do_not_crowd(void **state)
{
    static uint64_t numbers[ROWS];
    struct keys known, secret;
    uint32_t found = 0;
    (void)state;
    keys_init(&known, seed_of(1));
    keys_init(&secret, seed_of(UINT64_C(0x5ec2e7)));
    for (uint64_t number = 0; found < ROWS; number++)
        if (keys_number(&known, number).mark >> 21 == 0)
            numbers[found++] = number;
    OK(keys_reserve(&known, &allocator, ROWS));
    OK(keys_reserve(&secret, &allocator, ROWS));
    for (uint32_t row = 0; row < ROWS; row++) {
        struct key of_known = keys_number(&known, numbers[row]), of_secret = keys_number(&secret, numbers[row]);
        keys_put(&known, &of_known, NULL, row);
        keys_put(&secret, &of_secret, NULL, row);
    }
    assert_true(longest_way(&known) >= ROWS - 8);
    assert_in_range(longest_way(&secret), 1, 60);
    keys_end(&known, &allocator);
    keys_end(&secret, &allocator);
}

/* Without a seed too, the usual numbers of a host are spread. */
static void numbers_of_a_host_do_not_crowd(void **state)
{
    static const uint64_t steps[] = {1, 2, 10, 100, 4096, UINT64_C(1) << 20, UINT64_C(1) << 32, UINT64_C(1) << 50};
    enum { MANY = 8192 };
    (void)state;
    for (size_t s = 0; s < LENGTH(steps); s++) {
        struct keys keys;
        keys_init(&keys, seed_of(0));
        OK(keys_reserve(&keys, &allocator, MANY));
        for (uint32_t row = 0; row < MANY; row++) {
            uint64_t number = row * steps[s];
            struct key key = keys_number(&keys, number);
            keys_put(&keys, &key, NULL, row);
        }
        assert_in_range(longest_way(&keys), 1, MANY / 16);
        keys_end(&keys, &allocator);
    }
}

static void no_room_changes_nothing(void **state)
{
    const uint64_t number = 7;
    struct keys keys;
    (void)state;
    keys_init(&keys, seed_of(0));
    struct key key = keys_number(&keys, number);
    counting.fail_at = 0;
    assert_int_equal(keys_reserve(&keys, &allocator, 1), LOYALTY_E_MEMORY);
    assert_int_equal(keys.capacity, 0);
    assert_int_equal(keys_find(&keys, &key), INDEX_NONE);
    OK(keys_reserve(&keys, &allocator, 1));
    uint32_t capacity = keys.capacity;
    keys_put(&keys, &key, NULL, 0);
    counting.fail_at = counting.calls;
    assert_int_equal(keys_reserve(&keys, &allocator, capacity), LOYALTY_E_MEMORY);
    assert_int_equal(keys.capacity, capacity);
    assert_int_equal(keys_find(&keys, &key), 0);
    assert_int_equal(keys_reserve(&keys, &allocator, UINT32_MAX), LOYALTY_E_FULL);
    assert_int_equal(keys_reserve(&keys, &allocator, UINT32_MAX - 1), LOYALTY_E_FULL);
    keys_end(&keys, &allocator);
    assert_int_equal(counting.live, 0);
}

int main(void)
{
    static uint64_t seeds[] = {0, 3};
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_hash_is_siphash_1_3, set_up),
        cmocka_unit_test_setup(a_seed_is_16_bytes_or_none, set_up),
        cmocka_unit_test_setup(a_number_is_a_key_of_eight_bytes, set_up),
        cmocka_unit_test_setup(every_byte_counts, set_up),
        {"keys_come_and_go_without_a_seed", keys_come_and_go, set_up, NULL, &seeds[0]},
        {"keys_come_and_go_with_a_seed", keys_come_and_go, set_up, NULL, &seeds[1]},
        cmocka_unit_test_setup(keys_of_one_hash_are_told_apart, set_up),
        cmocka_unit_test_setup(a_removed_key_leaves_no_trace, set_up),
        cmocka_unit_test_setup(keys_chosen_for_another_seed_do_not_crowd, set_up),
        cmocka_unit_test_setup(numbers_of_a_host_do_not_crowd, set_up),
        cmocka_unit_test_setup(no_room_changes_nothing, set_up),
    };
    return cmocka_run_group_tests_name("keys", tests, NULL, NULL);
}
