/* SPDX-License-Identifier: MIT */
/* How a fuzz target says that something is wrong. */
#include "fuzz.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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

void require_clean_heap(const struct counting *heap)
{
    REQUIRE(heap->live == 0, "%u blocks are left", (unsigned)heap->live);
    REQUIRE(heap->strange == 0, "%u calls of the allocator break its contract", (unsigned)heap->strange);
}
