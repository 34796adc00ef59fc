/* SPDX-License-Identifier: MIT */
/*
 * What the fuzz targets share. A target is a libFuzzer one; driver.c runs it without libFuzzer.
 *
 * To hunt for long, with clang:
 *
 *     CC=clang meson setup hunt -Db_sanitize=address,undefined -Db_lundef=false -Dc_args=-fno-sanitize-recover=all
 *     meson compile -C hunt
 *     mkdir corpus && hunt/tests/fuzz/hunt-calls corpus tests/fuzz/calls-corpus
 *     mkdir books && hunt/tests/fuzz/hunt-books books tests/fuzz/books-corpus
 *     mkdir snapshots && hunt/tests/fuzz/hunt-snapshot snapshots tests/fuzz/snapshot-corpus
 *     mkdir tables && hunt/tests/fuzz/hunt-table -dict=tests/fuzz/table.dict tables tests/golden/bad tests/tables
 *
 * What it finds becomes a unit test; an input that once broke something stays in the corpus.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdbool.h>

#include <loyalty/analysis.h>

#include "allocator.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the process as a crash, with a sentence. */
__attribute__((noreturn, format(printf, 1, 2))) void broken(const char *format, ...);

#define REQUIRE(condition, ...)                                                                                        \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            broken(__VA_ARGS__);                                                                                       \
    } while (0)

/* The status must be LOYALTY_OK. */
#define MUST(call) must(call, #call)
void must(int32_t status, const char *call);

/* UTF-8 without control characters. */
void require_clean(const char *text);

/* Nothing is left, and the allocator was called as its contract says. */
void require_clean_heap(const struct counting *heap);

#endif
