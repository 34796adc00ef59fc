/* SPDX-License-Identifier: MIT */
/* Parses JSON as RFC 8259 defines it. Nesting uses no stack: each value points to the one that contains it. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "table/words.h"
#include "json/value.h"

enum {
    DEPTH_MAX = 2048, /* nested lists and objects; no table needs more than six */
    INTEGER_MAX = 20  /* characters of the longest 64-bit number, its sign included */
};

struct parser {
    struct arena *arena;
    struct findings *findings;
    char *text; /* a copy, in which each string is unescaped where it stands */
    size_t length, at;
    struct json *root;
    struct json *in;    /* the innermost list or object that is open */
    struct json *value; /* the value read last */
    uint32_t depth;
    bool has_nul; /* whether the current string has a \u0000 */
    int32_t status;
};

/* Reports an error at `offset` and ends the parse. Returns false. */
static bool parser_fault(struct parser *parser, enum loyalty_problem_code code, const struct json *about, size_t offset,
                         const char *format, ...) PRINTF_FORMAT(5, 6);
static bool parser_fault(struct parser *parser, enum loyalty_problem_code code, const struct json *about, size_t offset,
                         const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    report_fault(parser->findings, json_error_path(parser->findings, about).text,
                 (struct report_fault){code, ABOUT_VALUE, offset}, format, arguments);
    va_end(arguments);
    parser->status = LOYALTY_E_TABLE;
    return false;
}

static size_t parser_character(const struct parser *parser, size_t at)
{
    return utf8_character((const unsigned char *)parser->text + at, parser->length - at);
}

static bool parser_peek(const struct parser *parser, char c)
{
    return parser->at < parser->length && parser->text[parser->at] == c;
}

static bool is_token_character(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '+' ||
           c == '.';
}

/* Returns the length of the number or word at an offset, or of the one character there. */
static size_t parser_token_length(const struct parser *parser, size_t at)
{
    size_t end = at;
    while (end < parser->length && is_token_character(parser->text[end]))
        end++;
    return end > at ? end - at : at < parser->length ? parser_character(parser, at) : 0;
}

/* Returns how much of an unexpected text a message quotes; of a string, up to its closing quote. */
static size_t parser_found_length(const struct parser *parser)
{
    enum { QUOTED = 40 };
    size_t length = parser_token_length(parser, parser->at);
    if (parser_peek(parser, '"')) {
        const char *text = parser->text + parser->at, *end = memchr(text + 1, '"', parser->length - parser->at - 1);
        length = end ? (size_t)(end - text) + 1 : parser->length - parser->at;
    }
    return length < QUOTED ? length : QUOTED;
}

/* Reports something other than what was expected and ends the parse. Returns false. */
static bool parser_unexpected(struct parser *parser, const struct json *about, const char *expected)
{
    size_t at = parser->at;
    if (at >= parser->length)
        return parser_fault(parser, LOYALTY_PROBLEM_NOT_JSON, NULL, parser->length,
                            "not JSON: the text ends too early; close every \", [ and {");
    if (parser->text[at] == '\0')
        return parser_fault(parser, LOYALTY_PROBLEM_NOT_JSON, about, at,
                            "not JSON: found a NUL byte; save the text as UTF-8");
    size_t length = parser_found_length(parser);
    if (length == 0)
        return parser_fault(parser, LOYALTY_PROBLEM_NOT_JSON, about, at,
                            "not JSON: this byte is not valid UTF-8; save the text as UTF-8");
    return parser_fault(parser, LOYALTY_PROBLEM_NOT_JSON, about, at,
                        "not JSON: expected %s, found '%.*s'; write strings and keys in \"\", no comma after the last "
                        "item and no comments",
                        expected, (int)length, parser->text + at);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

static void parser_skip_space(struct parser *parser)
{
    size_t at = parser->at;
    while (at < parser->length && is_space(parser->text[at]))
        at++;
    parser->at = at;
}

/* Steps over the next character if it is `c`. Returns whether it is. */
static bool parser_take(struct parser *parser, char c)
{
    bool here = parser_peek(parser, c);
    parser->at += here;
    return here;
}

/* Reads four hexadecimal digits. Returns false if there are fewer. */
static bool parser_hex4(struct parser *parser, uint32_t *code)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    *code = 0;
    for (int i = 0; i < 4; i++, parser->at++) {
        const char *digit =
            parser->at < parser->length ? memchr(digits, parser->text[parser->at], sizeof digits - 1) : NULL;
        if (!digit)
            return false;
        *code = *code * 16 + (uint32_t)(digit - digits) % 16;
    }
    return true;
}

/* Writes a code point as UTF-8. Returns the number of bytes. */
static size_t utf8_write(uint32_t code, char *to)
{
    static const unsigned char lead[] = {0, 0, 0xC0, 0xE0, 0xF0};
    size_t length = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length; i-- > 1; code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3F));
    to[0] = (char)(lead[length] | code);
    return length;
}

/* Reads what follows `\u`: one code point, or a surrogate pair that encodes one. */
static bool parser_code_point(struct parser *parser, const struct json *about, size_t begin, char *to, size_t *length)
{
    uint32_t code, low = 0;
    if (!parser_hex4(parser, &code))
        return parser_unexpected(parser, about, "four hexadecimal digits");
    if (code >= 0xD800 && code < 0xDC00 && parser_take(parser, '\\') && parser_take(parser, 'u') &&
        !parser_hex4(parser, &low))
        return parser_unexpected(parser, about, "four hexadecimal digits");
    if (low >= 0xDC00 && low < 0xE000)
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    else if (code >= 0xD800 && code < 0xE000)
        return parser_fault(
            parser, LOYALTY_PROBLEM_NOT_JSON, about, begin,
            "not JSON: this \\u escape is half of a surrogate pair; write both halves, or the character itself");
    parser->has_nul |= code == 0;
    *length = code ? utf8_write(code, to) : 0;
    return true;
}

/* Reads what follows a backslash. */
static bool parser_escape(struct parser *parser, const struct json *about, size_t begin, char *to, size_t *length)
{
    static const char escapes[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
    if (parser_take(parser, 'u'))
        return parser_code_point(parser, about, begin, to, length);
    for (size_t i = 0; i < sizeof escapes - 1; i += 2)
        if (parser_take(parser, escapes[i])) {
            *to = escapes[i + 1];
            *length = 1;
            return true;
        }
    return parser_unexpected(parser, about, "one of \" \\ / b f n r t u after a backslash");
}

/* Returns the length of the characters before the next quote, backslash or byte that no string may contain. */
static size_t parser_plain_length(const struct parser *parser)
{
    size_t end = parser->at, step;
    for (; end < parser->length; end += step) {
        const unsigned char byte = (unsigned char)parser->text[end];
        if (byte < ' ' || byte == '"' || byte == '\\')
            break;
        step = byte < 0x80 ? 1 : parser_character(parser, end);
        if (step == 0)
            break;
    }
    return end - parser->at;
}

/* Reports the byte that ends a string without being its closing quote. Returns false. */
static bool parser_string_fault(struct parser *parser, const struct json *about)
{
    unsigned char byte = parser->at < parser->length ? (unsigned char)parser->text[parser->at] : 0;
    if (byte == '\0' || byte >= ' ')
        return parser_unexpected(parser, about, "\"");
    return parser_fault(parser, LOYALTY_PROBLEM_NOT_JSON, about, parser->at,
                        "not JSON: a string cannot contain a line break or a control character; close it with \", "
                        "or write \\n, \\t or \\u%04X",
                        byte);
}

/*
 * Reads a string after its opening quote, and unescapes it where it stands: that never makes it longer, and its NUL
 * takes the place of the closing quote at the latest. Returns NULL if it is not valid, which is reported.
 */
static const char *parser_string(struct parser *parser, const struct json *about)
{
    const size_t begin = parser->at;
    char *text = parser->text + begin, *to = text;
    parser->has_nul = false;
    while (!parser_take(parser, '"')) {
        size_t length = parser_plain_length(parser);
        memmove(to, parser->text + parser->at, length);
        parser->at += length;
        to += length;
        if (parser_peek(parser, '"'))
            continue;
        bool good = parser_take(parser, '\\') ? parser_escape(parser, about, begin - 1, to, &length)
                                              : parser_string_fault(parser, about);
        if (!good)
            return NULL;
        to += length;
    }
    *to = '\0';
    return text;
}

/* Reports a \u0000, which JSON allows but a C string cannot contain. */
static void parser_check_nul(struct parser *parser, const struct json *about, size_t begin)
{
    if (!parser->has_nul)
        return;
    parser_fault(parser, LOYALTY_PROBLEM_VALUE, about, begin, "\\u0000 is not valid in a table; remove it");
    parser->status = LOYALTY_OK; /* the rest is still read */
}

static size_t digits_at(const char *text, size_t length, size_t at)
{
    size_t end = at;
    while (end < length && text[end] >= '0' && text[end] <= '9')
        end++;
    return end - at;
}

/* Returns whether a token is a number, and sets `*whole` to whether it is a whole one. */
static bool number_valid(const char *token, size_t length, bool *whole)
{
    size_t at = token[0] == '-', digits = digits_at(token, length, at);
    if (digits == 0 || (token[at] == '0' && digits > 1))
        return false;
    at += digits;
    *whole = at == length;
    if (at < length && token[at] == '.') {
        digits = digits_at(token, length, at + 1);
        if (digits == 0)
            return false;
        at += 1 + digits;
    }
    if (at < length && (token[at] == 'e' || token[at] == 'E')) {
        at++;
        at += at < length && (token[at] == '+' || token[at] == '-');
        digits = digits_at(token, length, at);
        if (digits == 0)
            return false;
        at += digits;
    }
    return at == length;
}

static void number_read(struct json *value, const char *token, size_t length, bool whole)
{
    char digits[INTEGER_MAX + 1] = "";
    value->type = whole ? JSON_BIG : JSON_REAL;
    if (!whole || length > INTEGER_MAX)
        return;
    memcpy(digits, token, length);
    if (integer_parse(digits, &value->integer))
        value->type = JSON_INTEGER;
}

/* Reads a number, true, false or null. */
static bool parser_scalar(struct parser *parser, struct json *value)
{
    static const struct {
        const char *text;
        enum json_type type;
    } words[] = {{"true", JSON_BOOLEAN}, {"false", JSON_BOOLEAN}, {"null", JSON_NULL}};
    const char *token = parser->text + parser->at;
    size_t length = parser_token_length(parser, parser->at);
    bool whole = false, found = false;
    for (size_t i = 0; i < sizeof words / sizeof *words && !found; i++)
        if (length == strlen(words[i].text) && memcmp(token, words[i].text, length) == 0) {
            value->type = words[i].type;
            found = true;
        }
    if (!found && (length == 0 || !number_valid(token, length, &whole)))
        return parser_unexpected(parser, parser_peek(parser, ']') ? value->parent : value, "a value");
    if (!found)
        number_read(value, token, length, whole);
    parser->at += length;
    return true;
}

static bool parser_open(struct parser *parser, struct json *value, enum json_type type)
{
    value->type = type;
    parser->at++;
    parser->depth++;
    parser->in = value;
    return true;
}

/* Reads a value, or the opening bracket of a list or an object. */
static bool parser_value(struct parser *parser, struct json *value)
{
    parser_skip_space(parser);
    value->offset = (uint32_t)parser->at;
    if (parser->depth == DEPTH_MAX)
        return parser_fault(parser, LOYALTY_PROBLEM_NOT_JSON, value, value->offset,
                            "not JSON: lists and objects are nested too deeply; a table needs at most six levels");
    if (parser_peek(parser, '{'))
        return parser_open(parser, value, JSON_OBJECT);
    if (parser_peek(parser, '['))
        return parser_open(parser, value, JSON_LIST);
    if (!parser_take(parser, '"'))
        return parser_scalar(parser, value);
    value->type = JSON_TEXT;
    value->text = parser_string(parser, value);
    if (value->text)
        parser_check_nul(parser, value, value->offset);
    return value->text != NULL;
}

static bool parser_key(struct parser *parser, struct json *member)
{
    parser_skip_space(parser);
    member->key_offset = (uint32_t)parser->at;
    if (!parser_take(parser, '"'))
        return parser_unexpected(parser, parser->in, parser->in->count ? "a key in \"\"" : "a key in \"\" or '}'");
    member->key = parser_string(parser, parser->in);
    if (!member->key)
        return false;
    parser_check_nul(parser, parser->in, member->key_offset);
    parser_skip_space(parser);
    return parser_take(parser, ':') || parser_unexpected(parser, parser->in, "':'");
}

/* Reads an item of the innermost open list or object, or the outermost value, and appends it there. */
static bool parser_item(struct parser *parser)
{
    struct json *item = arena_new(parser->arena, sizeof *item), *holder = parser->in;
    if (!item) {
        parser->status = LOYALTY_E_MEMORY;
        return false;
    }
    if (holder && holder->type == JSON_OBJECT && !parser_key(parser, item))
        return false;
    item->parent = holder;
    if (holder && holder->type == JSON_LIST)
        item->index = holder->count;
    if (!holder)
        parser->root = item;
    else if (holder->count++ == 0)
        holder->first = item;
    else
        parser->value->next = item;
    parser->value = item;
    return parser_value(parser, item);
}

/* Closes the lists and objects that end here. Returns whether another item follows. */
static bool parser_goes_on(struct parser *parser)
{
    if (parser->value == parser->in) { /* it was just opened */
        parser_skip_space(parser);
        if (!parser_peek(parser, parser->in->type == JSON_LIST ? ']' : '}'))
            return true;
    }
    while (parser->in) {
        bool list = parser->in->type == JSON_LIST;
        parser_skip_space(parser);
        if (parser_take(parser, ','))
            return true;
        if (!parser_take(parser, list ? ']' : '}'))
            return parser_unexpected(parser, parser->in, list ? "',' or ']'" : "',' or '}'");
        parser->value = parser->in;
        parser->in = parser->in->parent;
        parser->depth--;
    }
    return false;
}

size_t json_begin(const char *text, size_t length)
{
    static const char mark[] = "\xEF\xBB\xBF";
    return length >= strlen(mark) && memcmp(text, mark, strlen(mark)) == 0 ? strlen(mark) : 0;
}

int32_t json_parse(struct arena *arena, struct findings *findings, const char *text, size_t length, struct json **root)
{
    struct parser parser = {.arena = arena,
                            .findings = findings,
                            .text = arena_text(arena, text, length),
                            .length = length,
                            .at = json_begin(text, length)};
    *root = NULL;
    if (!parser.text)
        return LOYALTY_E_MEMORY;
    parser_skip_space(&parser);
    if (parser.at == length)
        parser_fault(&parser, LOYALTY_PROBLEM_NOT_JSON, NULL, 0,
                     "not JSON: the text is empty; write a table as a JSON object");
    while (!parser.status && parser_item(&parser) && parser_goes_on(&parser))
        continue;
    parser_skip_space(&parser);
    if (!parser.status && parser.at < length)
        parser_fault(&parser, LOYALTY_PROBLEM_NOT_JSON, NULL, parser.at,
                     "not JSON: there is text after the table; write one JSON object");
    *root = parser.root;
    return parser.status ? parser.status : findings->status;
}
