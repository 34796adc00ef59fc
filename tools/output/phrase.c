/* SPDX-License-Identifier: MIT */
/* Composes text, isolates its parts, and breaks it into lines. */
#include "output/phrase.h"

#include <string.h>

enum { ISOLATE = 3 }; /* bytes of each of the characters below */

static const char phrase_right[] = "\xE2\x81\xA7"; /* U+2067, begins right-to-left text */
static const char phrase_first[] = "\xE2\x81\xA8"; /* U+2068, begins text that goes as its first letter does */
static const char phrase_end[] = "\xE2\x81\xA9";   /* U+2069, ends either */

/* Isolates that are open where a line ends. */
struct isolates {
    char open[8][ISOLATE];
    size_t count;
};

/* ---- characters ---- */

/* Returns the bytes of the first character; a byte that is not UTF-8 is one by itself. */
static size_t phrase_step(const char *text, size_t length)
{
    size_t bytes = 1;
    if ((unsigned char)text[0] < 0xC0)
        return bytes;
    while (bytes < length && bytes < 4 && ((unsigned char)text[bytes] & 0xC0) == 0x80)
        bytes++;
    return bytes;
}

static bool phrase_begins_isolate(const char *text, size_t bytes)
{
    return bytes == ISOLATE && memcmp(text, phrase_end, 2) == 0 && text[2] >= '\xA6' && text[2] <= '\xA8';
}

static bool phrase_ends_isolate(const char *text, size_t bytes)
{
    return bytes == ISOLATE && memcmp(text, phrase_end, ISOLATE) == 0;
}

/* ---- composing ---- */

void phrase_begin(struct phrase *phrase, bool isolates)
{
    phrase->bytes[0] = '\0';
    phrase->length = 0;
    phrase->isolates = isolates;
}

/* Appends bytes, or nothing if they do not fit. */
static void phrase_append(struct phrase *phrase, const char *text, size_t length)
{
    if (length >= sizeof phrase->bytes - phrase->length)
        return;
    memcpy(phrase->bytes + phrase->length, text, length);
    phrase->length += length;
    phrase->bytes[phrase->length] = '\0';
}

void phrase_put(struct phrase *phrase, const char *text)
{
    phrase_append(phrase, text, strlen(text));
}

/* Appends a text whose isolates are balanced, so that it cannot end those around it. */
static void phrase_append_balanced(struct phrase *phrase, const char *text, size_t length)
{
    size_t depth = 0;
    for (size_t at = 0, bytes = 0; at < length; at += bytes) {
        bytes = phrase_step(text + at, length - at);
        if (phrase_ends_isolate(text + at, bytes) && depth-- == 0) {
            depth = 0;
            continue;
        }
        depth += phrase_begins_isolate(text + at, bytes);
        phrase_append(phrase, text + at, bytes);
    }
    while (depth-- > 0)
        phrase_append(phrase, phrase_end, ISOLATE);
}

/* Returns how many bytes of a name are shown: all, or as many whole characters as fit. */
static size_t phrase_cut(const char *text)
{
    const size_t length = strlen(text);
    size_t used = 0;
    if (length <= PHRASE_NAME)
        return length;
    for (size_t bytes = 0; used + bytes <= PHRASE_NAME; bytes = phrase_step(text + used, length - used))
        used += bytes;
    return used;
}

void phrase_put_part(struct phrase *phrase, const char *text)
{
    const size_t length = phrase_cut(text);
    if (phrase->isolates)
        phrase_append(phrase, phrase_first, ISOLATE);
    phrase_append_balanced(phrase, text, length);
    if (text[length] != '\0')
        phrase_put(phrase, "...");
    if (phrase->isolates)
        phrase_append(phrase, phrase_end, ISOLATE);
}

void phrase_add(struct phrase *phrase, const struct phrase *part)
{
    if (phrase->isolates)
        phrase_append(phrase, phrase_first, ISOLATE);
    phrase_append(phrase, part->bytes, part->length);
    if (phrase->isolates)
        phrase_append(phrase, phrase_end, ISOLATE);
}

void phrase_fill(struct phrase *phrase, const char *sentence, const char *first, const char *second, const char *third)
{
    const char *const parts[] = {first, second, third};
    for (const char *mark = NULL; (mark = strchr(sentence, '%')) != NULL; sentence = mark + 2) {
        phrase_append(phrase, sentence, (size_t)(mark - sentence));
        phrase_put_part(phrase, parts[mark[1] - '1']);
    }
    phrase_put(phrase, sentence);
}

/* ---- printing ---- */

static size_t phrase_put_character(const struct screen *screen, const char *text, size_t bytes)
{
    const bool is_tie = bytes == sizeof PHRASE_TIE - 1 && memcmp(text, PHRASE_TIE, bytes) == 0;
    return is_tie ? screen_put(screen, " ") : screen_put_bytes(screen, text, bytes);
}

static void phrase_note_isolates(struct isolates *isolates, const char *text, size_t bytes)
{
    if (phrase_begins_isolate(text, bytes) && isolates->count < sizeof isolates->open / ISOLATE)
        memcpy(isolates->open[isolates->count++], text, ISOLATE);
    else if (phrase_ends_isolate(text, bytes) && isolates->count > 0)
        isolates->count--;
}

/* A line ends all isolates, so the next one begins them anew. */
static void phrase_break(const struct screen *screen, size_t indent, const struct isolates *isolates)
{
    for (size_t i = 0; i < isolates->count; i++)
        screen_put(screen, phrase_end);
    screen_end_line(screen);
    screen_begin_line(screen, indent);
    for (size_t i = 0; i < isolates->count; i++)
        screen_put_bytes(screen, isolates->open[i], ISOLATE);
}

static size_t phrase_columns_of(const char *text, size_t length)
{
    const struct screen nowhere = {0};
    return screen_put_bytes(&nowhere, text, length);
}

size_t phrase_columns(const struct phrase *phrase)
{
    return phrase_columns_of(phrase->bytes, phrase->length);
}

/* Where the text is being put. */
struct cursor {
    const struct screen *screen;
    size_t column;
    size_t indent;
    struct isolates isolates;
};

/* Prints a word, which is broken only if it is longer than a line. */
static void phrase_put_word(struct cursor *cursor, const char *text, size_t length)
{
    for (size_t at = 0, bytes = 0; at < length; at += bytes) {
        bytes = phrase_step(text + at, length - at);
        const size_t columns = phrase_columns_of(text + at, bytes);
        if (cursor->column + columns > cursor->screen->width && cursor->column > cursor->indent) {
            phrase_break(cursor->screen, cursor->indent, &cursor->isolates);
            cursor->column = cursor->indent;
        }
        phrase_note_isolates(&cursor->isolates, text + at, bytes);
        cursor->column += phrase_put_character(cursor->screen, text + at, bytes);
    }
}

static void phrase_put_words(struct cursor *cursor, const char *text, size_t length)
{
    for (size_t at = 0, bytes = 0; at < length; at += bytes + 1) {
        const char *space = memchr(text + at, ' ', length - at);
        bytes = space ? (size_t)(space - text) - at : length - at;
        const size_t needed = phrase_columns_of(text + at, bytes) + (at > 0 ? 1 : 0);
        if (cursor->column + needed > cursor->screen->width && cursor->column > cursor->indent) {
            phrase_break(cursor->screen, cursor->indent, &cursor->isolates);
            cursor->column = cursor->indent;
        } else if (at > 0) {
            cursor->column += screen_put(cursor->screen, " ");
        }
        phrase_put_word(cursor, text + at, bytes);
    }
}

void phrase_wrap(const struct screen *screen, const struct phrase *phrase, size_t column, size_t indent)
{
    struct cursor cursor = {.screen = screen, .column = column, .indent = indent};
    if (screen->right_to_left)
        phrase_put_word(&cursor, phrase_right, ISOLATE);
    phrase_put_words(&cursor, phrase->bytes, phrase->length);
    if (screen->right_to_left)
        phrase_put_word(&cursor, phrase_end, ISOLATE);
}

size_t phrase_print(const struct screen *screen, const struct phrase *phrase)
{
    struct screen endless = *screen;
    endless.width = SIZE_MAX / 2;
    phrase_wrap(&endless, phrase, 0, 0);
    return phrase_columns(phrase);
}
