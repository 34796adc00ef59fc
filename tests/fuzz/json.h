/* SPDX-License-Identifier: MIT */
/* One JSON text read twice: by the library's reader and by jansson, each written down in the same plain way. */
#ifndef FUZZ_JSON_H
#define FUZZ_JSON_H

#include <stddef.h>
#include <stdint.h>

enum verdict {
    JSON_IS_READ,
    JSON_IS_REFUSED,
    JSON_IS_LEFT_OPEN /* refused by jansson, but valid: see json_theirs() */
};

/* What is written down, as far as it fits. */
struct notes {
    char text[1 << 16];
    size_t length;
};
void notes_put(struct notes *notes, const char *bytes, size_t length);
void notes_value(struct notes *notes, char what, const char *bytes, size_t length);

enum verdict json_ours(const uint8_t *data, size_t size, struct notes *notes);
enum verdict json_theirs(const uint8_t *data, size_t size, struct notes *notes);

#endif
