/* SPDX-License-Identifier: MIT */
/* Counts blocks and calls, and fails one allocation after another, so that a test can walk through them. */
#include "allocator.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct counting *owner;
    size_t bytes;
    alignas(max_align_t) unsigned char content[];
};

static struct block *block_of(void *content)
{
    return (struct block *)(void *)((unsigned char *)content - offsetof(struct block, content));
}

static bool fails(struct counting *counting)
{
    uint32_t call = counting->calls++;
    bool now = call == counting->fail_at || (counting->persists && call > counting->fail_at);
    counting->failed += (uint32_t)now;
    return now;
}

static void *take(void *user, size_t bytes)
{
    struct counting *counting = user;
    counting->strange += bytes == 0;
    if (fails(counting))
        return NULL;
    struct block *block = malloc(sizeof *block + bytes);
    if (!block)
        abort();
    *block = (struct block){counting, bytes};
    memset(block->content, 0xA5, bytes); /* nobody may count on zeros */
    counting->live++;
    counting->bytes += bytes;
    if (counting->bytes > counting->most)
        counting->most = counting->bytes;
    return block->content;
}

static void give_back(void *user, void *content)
{
    struct counting *counting = user;
    if (!content || block_of(content)->owner != counting) {
        counting->strange++;
        return;
    }
    counting->live--;
    counting->bytes -= block_of(content)->bytes;
    free(block_of(content));
}

/* Always moves, so that nobody counts on staying. */
static void *resize(void *user, void *content, size_t bytes)
{
    struct counting *counting = user;
    if (!content || block_of(content)->owner != counting) {
        counting->strange++;
        return NULL;
    }
    void *moved = take(user, bytes);
    if (!moved)
        return NULL;
    size_t before = block_of(content)->bytes;
    memcpy(moved, content, before < bytes ? before : bytes);
    give_back(user, content);
    return moved;
}

loyalty_allocator counting_allocator(struct counting *counting)
{
    return (loyalty_allocator){
        .size = sizeof(loyalty_allocator), .user = counting, .allocate = take, .resize = resize, .release = give_back};
}

loyalty_options *counting_options(struct counting *counting)
{
    loyalty_allocator allocator = counting_allocator(counting);
    loyalty_options *options;
    if (loyalty_options_new(&allocator, &options))
        abort();
    return options;
}
