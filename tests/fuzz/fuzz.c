/* SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void broken(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
    abort();
}

void must(int32_t status, const char *call)
{
    if (status)
        broken("%s: %s", call, loyalty_status_text(status));
}

void require_clean(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    while (*at) {
        REQUIRE(*at >= ' ' && *at != 0x7F, "control character in: %s", text);
        int tail = *at < 0x80                  ? 0
                   : *at >= 0xC2 && *at < 0xE0 ? 1
                   : *at >= 0xE0 && *at < 0xF0 ? 2
                   : *at >= 0xF0 && *at < 0xF5 ? 3
                                               : -1;
        REQUIRE(tail >= 0, "not UTF-8: %s", text);
        unsigned first = *at++;
        for (int i = 0; i < tail; i++, at++) {
            REQUIRE((*at & 0xC0) == 0x80, "not UTF-8: %s", text);
            REQUIRE(i > 0 || !((first == 0xE0 && *at < 0xA0) || (first == 0xED && *at > 0x9F) ||
                               (first == 0xF0 && *at < 0x90) || (first == 0xF4 && *at > 0x8F)),
                    "not UTF-8: %s", text);
        }
    }
}

static int fails(struct heap *heap)
{
    if (heap->calls++ != heap->fail_at)
        return 0;
    heap->failed = 1;
    return 1;
}

static void *take(void *user, size_t bytes)
{
    struct heap *heap = user;
    REQUIRE(bytes > 0, "no bytes are asked for");
    if (fails(heap))
        return NULL;
    void *block = malloc(bytes);
    if (!block)
        return NULL;
    memset(block, 0xA5, bytes);
    heap->live++;
    return block;
}

static void *resize(void *user, void *block, size_t bytes)
{
    struct heap *heap = user;
    REQUIRE(block && bytes > 0, "resize of nothing");
    return fails(heap) ? NULL : realloc(block, bytes);
}

static void give_back(void *user, void *block)
{
    struct heap *heap = user;
    REQUIRE(block, "release of nothing");
    heap->live--;
    free(block);
}

loyalty_allocator heap_allocator(struct heap *heap)
{
    return (loyalty_allocator){sizeof(loyalty_allocator), heap, take, resize, give_back};
}
