/* SPDX-License-Identifier: MIT */
#include "json_make.h"

#include <string.h>

static const size_t flags = JSON_COMPACT | JSON_REAL_PRECISION(15);

void json_fail(int32_t *status, int32_t failure)
{
    if (!*status)
        *status = failure;
}

void json_set(int32_t *status, json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value))
        json_fail(status, LOYALTY_E_MEMORY);
}

void json_push(int32_t *status, json_t *array, json_t *value)
{
    if (json_array_append_new(array, value))
        json_fail(status, LOYALTY_E_MEMORY);
}

json_t *json_date(int32_t date)
{
    char text[sizeof "YYYY-MM-DD"];
    return loyalty_date_format(date, text, sizeof text) ? json_null() : json_string(text);
}

/* By way of memory of its own, so that a failure leaves the caller's buffer as it was. */
static int32_t write_text(const json_t *whole, char *buffer, size_t length)
{
    json_malloc_t allocate;
    json_free_t release;
    json_get_alloc_funcs(&allocate, &release);
    char *text = allocate(length);
    size_t written = text ? json_dumpb(whole, text, length, flags) : 0;
    if (written == length) {
        memcpy(buffer, text, length);
        buffer[length] = '\0';
    }
    if (text)
        release(text);
    return written == length ? LOYALTY_OK : LOYALTY_E_MEMORY;
}

int32_t json_give(int32_t status, json_t *whole, char *buffer, size_t capacity, size_t *needed)
{
    size_t length = status ? 0 : json_dumpb(whole, NULL, 0, flags);
    if (!status && length == 0)
        status = LOYALTY_E_MEMORY;
    if (!status)
        status = length < capacity ? write_text(whole, buffer, length) : LOYALTY_E_SPACE;
    json_decref(whole);
    if (!status || status == LOYALTY_E_SPACE)
        *needed = length;
    return status;
}
