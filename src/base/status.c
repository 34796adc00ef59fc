/* SPDX-License-Identifier: MIT */
/* The version, and a sentence for each status. */
#include "loyalty/loyalty.h"
#include "version.h"

_Static_assert(LOYALTY_VERSION == LOYALTY_BUILD_VERSION, "the header and meson.build name different versions");

uint32_t loyalty_version(void)
{
    return LOYALTY_VERSION;
}

const char *loyalty_version_text(void)
{
    return LOYALTY_VERSION_TEXT;
}

const char *loyalty_status_text(loyalty_status status)
{
    static const char *const texts[] = {
        [-LOYALTY_OK] = "done",
        [-LOYALTY_E_ARGUMENT] = "a pointer is NULL, or a constant or number is out of range",
        [-LOYALTY_E_MEMORY] = "out of memory",
        [-LOYALTY_E_STRUCT] = "a struct's size is not set, or is too small or too large",
        [-LOYALTY_E_STRUCT_TAIL] = "a struct sets fields that this version of the library does not know",
        [-LOYALTY_E_TABLE] = "the rule table has errors",
        [-LOYALTY_E_NOT_FOUND] = "nothing has that name or key, or the table has no money",
        [-LOYALTY_E_DATE] = "not a date from 0001-01-01 to 9999-12-31, or dates in the wrong order",
        [-LOYALTY_E_VALUE] = "the value is outside the range of the event's kind",
        [-LOYALTY_E_ID] = "the id is longer than 255 bytes",
        [-LOYALTY_E_DUPLICATE] = "an event with this id is already recorded",
        [-LOYALTY_E_TOO_LATE] = "the event is dated more than accept_late before the day advanced to",
        [-LOYALTY_E_OVERFLOW] = "a sum in the log would exceed 64 bits",
        [-LOYALTY_E_PAST] = "the date is before the day advanced to",
        [-LOYALTY_E_ABSENT] = "not on the ladder: no event is dated on or before the day, or all were taken back",
        [-LOYALTY_E_UNDEFINED] = "the metric has no value on this day",
        [-LOYALTY_E_RANGE] = "the result is too large: it needs more than 64 bits, or more than a double holds",
        [-LOYALTY_E_SPACE] = "the buffer is too small",
        [-LOYALTY_E_PROGRAM] = "the two belong to different programs",
        [-LOYALTY_E_UNBOUND] = "the table names a host function that is not bound",
        [-LOYALTY_E_HOST] = "a host function failed",
        [-LOYALTY_E_BUSY] = "a customer or a book cannot be changed or searched from its own callback",
        [-LOYALTY_E_KEY] = "the key is empty or longer than 255 bytes",
        [-LOYALTY_E_COUNT] = "the count is 0; use a positive count, or a negative one to take events back",
        [-LOYALTY_E_INDEX] = "an index is past the end",
        [-LOYALTY_E_NOT_ADVANCED] = "not advanced to any day, or not as far as the day asked about",
        [-LOYALTY_E_PLAN] = "the census was not planned to count this",
        [-LOYALTY_E_END] = "there are no more",
        [-LOYALTY_E_FULL] = "a limit of the library is reached",
        [-LOYALTY_E_STOPPED] = "a callback asked to stop",
        [-LOYALTY_E_SNAPSHOT] = "not a snapshot, or one that is damaged or cut",
        [-LOYALTY_E_NEWER] = "a later version of the library wrote this snapshot",
        [-LOYALTY_E_CONFLICT] = "an event with this id and other contents is recorded already",
    };
    const int32_t count = (int32_t)(sizeof texts / sizeof *texts);
    const char *text = status <= 0 && status > -count ? texts[-status] : NULL;
    return text ? text : "not a status of this library";
}
