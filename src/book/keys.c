/* SPDX-License-Identifier: MIT */
/* The index from keys to rows. */
#include "book/keys.h"

#include <assert.h>

enum { KEYS_FIRST_CAPACITY = 16 };

void keys_init(struct keys *keys, const void *seed)
{
    *keys = (struct keys){.block = NULL, .seed = hash_seed(seed)};
}

static uint64_t keys_size(uint32_t capacity)
{
    return (uint64_t)capacity * sizeof(struct key_slot) + KEYS_LINE - 1;
}

void keys_end(struct keys *keys, const loyalty_allocator *allocator)
{
    memory_free_wiped(allocator, keys->block, (size_t)keys_size(keys->capacity));
}

struct key keys_key(const struct keys *keys, const char *bytes, uint32_t length)
{
    struct key key = {bytes, length, 0, 0};
    if (length > KEY_SHORT) {
        key.mark = key_mark(hash_bytes(&keys->seed, bytes, length), length);
        return key;
    }
    key.word = length == KEY_SHORT ? hash_load_number(bytes) : hash_word_of(bytes, length);
    key.mark = key_mark(hash_word(&keys->seed, key.word, length), length);
    return key;
}

void key_write(const struct key *key, char *bytes)
{
    for (uint32_t i = 0; i < key->length; i++) {
        const uint32_t at = key->length == KEY_SHORT ? KEY_SHORT - 1 - i : i;
        bytes[i] = (char)(key->word >> 8 * at & UINT8_MAX);
    }
}

loyalty_status loyalty_key_of_number(uint64_t number, void *key)
{
    if (!key)
        return LOYALTY_E_ARGUMENT;
    key_write(&(struct key){.length = KEY_SHORT, .word = number}, key);
    return LOYALTY_OK;
}

static bool key_block_is(const struct key_block *block, const struct key *key)
{
    return block->length == key->length && memcmp(block->bytes, key->bytes, key->length) == 0;
}

uint32_t keys_find(const struct keys *keys, const struct key *key)
{
    if (key_is_short(key))
        return keys_find_short(keys, key->mark, key->word);
    if (keys->count == 0)
        return INDEX_NONE;
    for (uint32_t home = keys_home(keys, key->mark);; home = keys_next_line(keys, home)) {
        const struct key_slot *line = &keys->slots[home];
        for (uint32_t same = keys_same_mark(line, key->mark); same; same &= same - 1) {
            const struct key_slot *slot = &line[__builtin_ctz(same)];
            if (slot->row && key_block_is(slot->block, key))
                return slot->row - 1;
        }
        if (!line[KEYS_IN_LINE - 1].row)
            return INDEX_NONE;
    }
}

uint32_t keys_guess(const struct keys *keys, uint32_t mark)
{
    if (keys->count == 0)
        return INDEX_NONE;
    for (uint32_t home = keys_home(keys, mark);; home = keys_next_line(keys, home)) {
        const struct key_slot *line = &keys->slots[home];
        const uint32_t same = keys_same_mark(line, mark);
        const struct key_slot *slot = &line[same ? __builtin_ctz(same) : 0];
        if (same && slot->row) {
            PREFETCH(slot->block);
            return slot->row - 1;
        }
        if (!line[KEYS_IN_LINE - 1].row)
            return INDEX_NONE;
    }
}

/* Returns where a key with this mark goes: behind the slots of a line that are filled. */
static inline struct key_slot *keys_gap(const struct keys *keys, uint32_t mark)
{
    for (uint32_t home = keys_home(keys, mark);; home = keys_next_line(keys, home)) {
        struct key_slot *line = &keys->slots[home];
        uint32_t filled = 0;
        for (uint32_t i = 0; i < KEYS_IN_LINE; i++)
            filled += line[i].row != 0;
        if (filled < KEYS_IN_LINE)
            return &line[filled];
    }
}

/* Moves all keys to a larger table. Both are nearly in the order of marks, so that memory is read in its order. */
static int32_t keys_enlarge(struct keys *keys, const loyalty_allocator *allocator, uint32_t capacity)
{
    struct keys larger = *keys;
    uint64_t bytes = keys_size(capacity);
    if (bytes > SIZE_MAX / 2)
        return LOYALTY_E_FULL;
    larger.block = memory_new(allocator, (size_t)bytes);
    if (!larger.block)
        return LOYALTY_E_MEMORY;
    larger.capacity = capacity;
    larger.slots = (struct key_slot *)(((uintptr_t)larger.block + KEYS_LINE - 1) / KEYS_LINE * KEYS_LINE);
    for (uint32_t i = 0; i < keys->capacity; i++)
        if (keys->slots[i].row)
            *keys_gap(&larger, keys->slots[i].mark) = keys->slots[i];
    keys_end(keys, allocator);
    *keys = larger;
    return LOYALTY_OK;
}

/* Returns how many keys so many slots take: seven eighths, because a line is searched as fast as a slot. */
static uint32_t keys_most(uint32_t capacity)
{
    return capacity - capacity / 8;
}

int32_t keys_reserve(struct keys *keys, const loyalty_allocator *allocator, uint32_t more)
{
    uint64_t needed = (uint64_t)keys->count + more;
    uint32_t capacity = keys->capacity ? keys->capacity : KEYS_FIRST_CAPACITY;
    while (keys_most(capacity) < needed) {
        if (capacity > UINT32_MAX / 3 * 2)
            return LOYALTY_E_FULL;
        capacity += capacity / 2 / KEYS_IN_LINE * KEYS_IN_LINE;
    }
    return capacity == keys->capacity ? LOYALTY_OK : keys_enlarge(keys, allocator, capacity);
}

void keys_put(struct keys *keys, const struct key *key, const struct key_block *block, uint32_t row)
{
    assert(keys->count < keys_most(keys->capacity));
    struct key_slot *slot = keys_gap(keys, key->mark);
    *slot = (struct key_slot){.mark = key->mark, .row = row + 1};
    if (key_is_short(key))
        slot->word = key->word;
    else
        slot->block = block;
    keys->count++;
}

/* Returns how many slots `to` is behind `from`, around the end. */
static uint32_t keys_way(const struct keys *keys, uint32_t from, uint32_t to)
{
    return to >= from ? to - from : to + keys->capacity - from;
}

/* Moves later slots up into the gap, so that no search ever passes a freed slot. */
void keys_remove(struct keys *keys, const struct key *key, uint32_t row)
{
    uint32_t gap = keys_home(keys, key->mark);
    while (keys->slots[gap].row != row + 1)
        gap = keys_after(keys, gap);
    for (uint32_t i = keys_after(keys, gap); keys->slots[i].row; i = keys_after(keys, i)) {
        uint32_t home = keys_home(keys, keys->slots[i].mark);
        if (keys_way(keys, home, i) >= keys_way(keys, gap, i)) { /* its home is the gap or before it */
            keys->slots[gap] = keys->slots[i];
            gap = i;
        }
    }
    memset(&keys->slots[gap], 0, sizeof keys->slots[gap]);
    keys->count--;
}
