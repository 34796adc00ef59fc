/* SPDX-License-Identifier: MIT */
/*
 * Runs a fuzz target without libFuzzer: over files, and over mutations of them that are the same on every machine.
 *
 * usage: fuzz-TARGET ROUNDS FILE-OR-FOLDER...     mutates each file ROUNDS times
 *
 * With LOYALTY_FUZZ_LAST=NAME in the environment each input is written to that file before it is run, so that the one
 * that broke something is there afterwards.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "fuzz.h"
#include "random.h"

enum { LARGEST = 1 << 16, INPUTS_MAX = 2000, NAME = 1024 };

struct input {
    uint8_t *bytes;
    size_t length;
};

static struct random dice = {1};

static size_t below(size_t limit)
{
    return limit ? (size_t)(random_bits(&dice) % limit) : 0;
}

/* A copy of its own size, so that a sanitizer sees a read past its end. */
static void run(const uint8_t *bytes, size_t length)
{
    const char *last = getenv("LOYALTY_FUZZ_LAST");
    uint8_t *copy = malloc(length ? length : 1);
    if (!copy)
        exit(EXIT_FAILURE);
    memcpy(copy, bytes, length);
    if (last && !file_write(last, copy, length))
        exit(EXIT_FAILURE);
    LLVMFuzzerTestOneInput(copy, length);
    free(copy);
}

static struct input inputs[INPUTS_MAX];
static size_t input_count;

static void read_file(const char *name)
{
    struct input input;
    input.bytes = (uint8_t *)file_read(name, &input.length);
    if (!input.bytes || input_count == INPUTS_MAX) {
        perror(name);
        exit(EXIT_FAILURE);
    }
    if (input.length > LARGEST)
        input.length = LARGEST;
    inputs[input_count++] = input;
}

static int by_length_and_bytes(const void *a, const void *b)
{
    const struct input *x = a, *y = b;
    if (x->length != y->length)
        return x->length < y->length ? -1 : 1;
    return memcmp(x->bytes, y->bytes, x->length);
}

/* Files of a folder come in any order: sorted, mutations are the same everywhere. */
static void read_inputs(const char *name)
{
    char path[NAME];
    size_t first = input_count;
    DIR *folder = opendir(name);
    if (!folder) {
        read_file(name);
        return;
    }
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        const char *ending = strrchr(entry->d_name, '.');
        if (ending && strcmp(ending, ".json") != 0)
            continue;
        if (snprintf(path, sizeof path, "%s/%s", name, entry->d_name) >= (int)sizeof path)
            exit(EXIT_FAILURE);
        read_file(path);
    }
    closedir(folder);
    qsort(inputs + first, input_count - first, sizeof *inputs, by_length_and_bytes);
}

/* Replaces `out` bytes at a place by `in` others; the new length. */
static size_t splice(uint8_t *bytes, size_t length, size_t at, size_t out, const uint8_t *others, size_t in)
{
    if (length - out + in > LARGEST)
        return length;
    memmove(bytes + at + in, bytes + at + out, length - at - out);
    memcpy(bytes + at, others, in);
    return length - out + in;
}

static size_t mutate(uint8_t *bytes, size_t length, const struct input *other)
{
    size_t at = below(length + 1), out = below(length - at < 16 ? length - at + 1 : 16);
    size_t from = below(other->length + 1), in = below(other->length - from < 32 ? other->length - from + 1 : 32);
    uint8_t random[8];
    switch (random_bits(&dice) % 6) {
    case 0: /* from another input */
        return splice(bytes, length, at, out, other->bytes + from, in);
    case 1:
        return splice(bytes, length, at, out, other->bytes, 0);
    case 2:
        for (size_t i = 0; i < sizeof random; i++)
            random[i] = (uint8_t)random_bits(&dice);
        return splice(bytes, length, at, 0, random, 1 + below(sizeof random));
    case 3: /* doubled */
        memcpy(random, bytes + at, out < sizeof random ? out : sizeof random);
        return splice(bytes, length, at, 0, random, out < sizeof random ? out : sizeof random);
    case 4:
        if (at < length)
            bytes[at] ^= (uint8_t)(1 << random_bits(&dice) % 8);
        return length;
    default:
        if (at < length)
            bytes[at] = (uint8_t)random_bits(&dice);
        return length;
    }
}

int main(int argc, char **argv)
{
    static uint8_t bytes[LARGEST];
    if (argc < 3) {
        fprintf(stderr, "usage: %s ROUNDS FILE...\n", argv[0]);
        return 2;
    }
    unsigned long rounds = strtoul(argv[1], NULL, 10), runs = 0;
    for (int i = 2; i < argc; i++)
        read_inputs(argv[i]);
    for (size_t i = 0; i < input_count; i++, runs++)
        run(inputs[i].bytes, inputs[i].length);
    for (size_t i = 0; i < input_count; i++)
        for (unsigned long round = 0; round < rounds; round++, runs++) {
            size_t length = inputs[i].length;
            memcpy(bytes, inputs[i].bytes, length);
            for (size_t times = 1 + below(4); times > 0; times--)
                length = mutate(bytes, length, &inputs[below(input_count)]);
            run(bytes, length);
        }
    for (size_t i = 0; i < input_count; i++)
        free(inputs[i].bytes);
    printf("%lu runs\n", runs);
    return EXIT_SUCCESS;
}
