/* SPDX-License-Identifier: MIT */
/*
 * Fuzz target: any bytes as JSON. The library's reader and jansson take the same texts and find the same values in them,
 * but for a list of differences in json_theirs.c.
 */
#include <string.h>

#include "fuzz.h"
#include "json.h"

void notes_put(struct notes *notes, const char *bytes, size_t length)
{
    size_t room = sizeof notes->text - notes->length;
    memcpy(notes->text + notes->length, bytes, length < room ? length : room);
    notes->length += length < room ? length : room;
}

void notes_value(struct notes *notes, char what, const char *bytes, size_t length)
{
    notes_put(notes, &what, 1);
    notes_put(notes, bytes, length);
    notes_put(notes, "\n", 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct notes ours, theirs;
    ours.length = theirs.length = 0;
    enum verdict here = json_ours(data, size, &ours), there = json_theirs(data, size, &theirs);
    if (there == JSON_IS_LEFT_OPEN)
        return 0;
    REQUIRE(here == there, "the text is %s here, and %s by jansson", here == JSON_IS_READ ? "read" : "refused",
            there == JSON_IS_READ ? "read" : "refused");
    REQUIRE(ours.length == theirs.length && memcmp(ours.text, theirs.text, ours.length) == 0,
            "the values differ:\n%.*s---\n%.*s", (int)ours.length, ours.text, (int)theirs.length, theirs.text);
    return 0;
}
