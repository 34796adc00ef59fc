/* SPDX-License-Identifier: MIT */
/* The rule tables that come with the library. */
#include <string.h>

#include "loyalty/loyalty.h"
#include "preset_texts.h"

uint32_t loyalty_preset_count(void)
{
    return sizeof presets / sizeof *presets;
}

const char *loyalty_preset_name(uint32_t index)
{
    return index < loyalty_preset_count() ? presets[index].name : NULL;
}

loyalty_status loyalty_preset_json(const char *name, const char **text, size_t *length)
{
    if (!name || !text || !length)
        return LOYALTY_E_ARGUMENT;
    for (uint32_t i = 0; i < loyalty_preset_count(); i++)
        if (strcmp(presets[i].name, name) == 0) {
            *text = presets[i].text;
            *length = presets[i].length;
            return LOYALTY_OK;
        }
    return LOYALTY_E_NOT_FOUND;
}
