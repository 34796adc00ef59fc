/* SPDX-License-Identifier: MIT */
/* Makes and reads paths. */
#include "table/path.h"

#include <assert.h>
#include <string.h>

/* Copies the path of a list or object, and a slash. Returns the length. */
static size_t path_begin(struct path *path, const char *base)
{
    size_t length = strlen(base);
    assert(length < sizeof path->text);
    memcpy(path->text, base, length);
    if (length + 1 < sizeof path->text)
        path->text[length++] = '/';
    return length;
}

struct path path_index(const char *base, uint32_t index)
{
    char digits[sizeof "4294967295"];
    size_t first = sizeof digits;
    struct path path;
    size_t at = path_begin(&path, base);
    do
        digits[--first] = (char)('0' + index % 10);
    while (index /= 10);
    while (first < sizeof digits && at + 1 < sizeof path.text)
        path.text[at++] = digits[first++];
    path.text[at] = '\0';
    return path;
}

struct path path_key(const char *base, const char *key)
{
    struct path path;
    size_t at = path_begin(&path, base);
    for (; *key && at + 2 < sizeof path.text; key++) {
        if (*key == '~' || *key == '/') {
            path.text[at++] = '~';
            path.text[at++] = *key == '~' ? '0' : '1';
        } else {
            path.text[at++] = *key;
        }
    }
    path.text[at] = '\0';
    return path;
}

const char *path_read_step(const char *path, char *step)
{
    size_t length = 0;
    for (path++; *path && *path != '/'; path++) {
        char c = *path;
        if (c == '~' && (path[1] == '0' || path[1] == '1'))
            c = *++path == '0' ? '~' : '/';
        step[length++] = c;
    }
    step[length] = '\0';
    return path;
}
