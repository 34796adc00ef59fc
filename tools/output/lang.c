/* SPDX-License-Identifier: MIT */
/* The sentences in each language, and plurals. */
#include "output/lang.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char *const lang_codes[LANG_COUNT] = {[LANG_EN] = "en", [LANG_FA] = "fa", [LANG_RU] = "ru"};

static const char *const lang_sentences[TEXT_COUNT][LANG_COUNT] = {
    [TEXT_TITLE] = {"%1: %2 since %3", "%1: %2 از %3", "%1: %2 с %3"},
    [TEXT_TABLE] = {"Rule table %1, on %2", "جدول قواعد %1، در %2", "Таблица правил %1, на %2"},
    [TEXT_LADDER] = {"Ladder", "نردبان", "Лестница"},
    [TEXT_HERE] = {"here for %1", "%1 است که اینجاست", "здесь уже %1"},
    [TEXT_HERE_TODAY] = {"since today", "از امروز", "с сегодняшнего дня"},
    [TEXT_SCORE] = {"Score", "امتیاز", "Баллы"},
    [TEXT_OF] = {"%1 of %2", "%1 از %2", "%1 из %2"},
    [TEXT_CUT] = {"The points add up to %1; a score runs from 0 to %2.", "جمع امتیازها %1 است؛ امتیاز از ۰ تا %2 است.",
                  "Сумма баллов %1; итог ограничен пределами от 0 до %2."},
    [TEXT_KEEP] = {"What keeps them here", "چه چیزی او را اینجا نگه می‌دارد",
                   "Что удерживает на этой ступени"},
    [TEXT_KEEP_FIRST] = {"Everyone can stand on the first rung.",
                         "هر کسی می‌تواند روی پلهٔ نخست بایستد.",
                         "На первой ступени может стоять каждый."},
    [TEXT_KEPT_BY_ENTER] =
        {"They stay all the same: what the rung asks at first still holds.",
         "با این همه می‌ماند: شرط رسیدن به این پله هنوز برقرار است.",
         "Ступень всё же сохраняется: условия её получения выполнены."},
    [TEXT_RENEWAL] = {"What renews it", "چه چیزی آن را تمدید می‌کند", "Что продлевает"},
    [TEXT_HELD] = {"The rung cannot be lost before %1.", "این پله پیش از %1 از دست نمی‌رود.",
                   "Ступень нельзя потерять раньше %1."},
    [TEXT_AT_RISK] = {"At risk since %1: if nothing changes, they fall on %2.",
                      "از %1 در خطر است: اگر چنین بماند، در %2 پایین می‌رود.",
                      "Под угрозой с %1: если ничего не изменится, понижение %2."},
    [TEXT_UNTIL] = {"%1 until %2.", "%1 تا %2.", "%1 до %2 включительно."},
    [TEXT_RENEWED] = {"If nothing more happens, it is then renewed.",
                      "اگر دیگر هیچ رویدادی نباشد، آنگاه تمدید می‌شود.",
                      "Если больше ничего не произойдёт, затем продлевается."},
    [TEXT_RENEWED_LATER] =
        {"If nothing but what is booked happens, it is then renewed.",
         "اگر جز آنچه ثبت شده رویدادی نباشد، آنگاه تمدید می‌شود.",
         "Если не произойдёт ничего, кроме записанного, затем продлевается."},
    [TEXT_RENEW_MORE] = {"To renew: %1 more by then.", "برای تمدید تا آن روز %1 کم دارد.",
                         "Чтобы продлить, к этому дню не хватает: %1."},
    [TEXT_RENEW_MORE_LATER] = {"To renew: %1 more by then, beyond what is booked.",
                               "برای تمدید تا آن روز، افزون بر آنچه ثبت شده، %1 کم دارد.",
                               "Чтобы продлить, к этому дню сверх записанного не хватает: %1."},
    [TEXT_TO_RENEW] = {"To renew by then:", "برای تمدید تا آن روز:", "Чтобы продлить к этому дню:"},
    [TEXT_OUT] = {"Kept on the first rung", "روی پلهٔ نخست می‌ماند", "Остаётся на первой ступени"},
    [TEXT_OUT_HOLDS] = {"While this holds, no other rung can be reached.",
                        "تا این برقرار است، به هیچ پلهٔ دیگری نمی‌رسد.",
                        "Пока это выполняется, другие ступени недоступны."},
    [TEXT_MISSING] = {"What is missing for %1", "چه چیزی برای «%1» کم است", "Чего не хватает до ступени «%1»"},
    [TEXT_NOTHING_MISSING] = {"Nothing: all conditions hold.", "هیچ: همهٔ شرط‌ها برقرار است.",
                              "Ничего: все условия выполнены."},
    [TEXT_AT_REVIEW] =
        {"Nothing: all conditions hold. It counts on the next review day.",
         "هیچ: همهٔ شرط‌ها برقرار است. در روز بازبینی بعدی به حساب "
         "می‌آید.",
         "Ничего: все условия выполнены. Это учтут в день следующего пересмотра."},
    [TEXT_TOP] = {"This is the top rung.", "این بالاترین پله است.", "Это верхняя ступень."},
    [TEXT_STEPWISE] = {"Rungs are climbed one at a time.",
                       "پله‌ها را یکی‌یکی می‌توان بالا رفت.",
                       "Подниматься можно только на одну ступень за раз."},
    [TEXT_REVIEWED] = {"Rungs change on review days only.",
                       "پله تنها در روزهای بازبینی عوض می‌شود.",
                       "Ступень меняется только в дни пересмотра."},
    [TEXT_OR] = {"or", "یا", "или"},
    [TEXT_YES] = {"yes", "بله", "да"},
    [TEXT_NO] = {"no", "نه", "нет"},
    [TEXT_NOW] = {"now %1", "اکنون %1", "сейчас %1"},
    [TEXT_AT_LEAST] = {"at least %1", "دست‌کم %1", "минимум %1"},
    [TEXT_MORE_THAN] = {"more than %1", "بیش از %1", "больше, чем %1"},
    [TEXT_AT_MOST] = {"at most %1", "حداکثر %1", "максимум %1"},
    [TEXT_LESS_THAN] = {"less than %1", "کمتر از %1", "меньше, чем %1"},
    [TEXT_EXACTLY] = {"exactly %1", "درست %1", "ровно %1"},
    [TEXT_NOT] = {"anything but %1", "هر عددی جز %1", "любое число, кроме %1"},
    [TEXT_NO_VALUE] = {"no value yet", "هنوز مقداری ندارد", "значения пока нет"},
    [TEXT_TOO_LARGE] = {"too large to show", "بزرگ‌تر از آن که نشان داده شود",
                        "слишком велико"},
    [TEXT_MORE] = {"%1 more needed", "%1 کم دارد", "не хватает: %1"},
    [TEXT_LESS] = {"%1 too much", "%1 بیش از حد", "больше нужного на %1"},
    [TEXT_DIFFER] = {"any other number", "هر عدد دیگر", "любое другое число"},
    [TEXT_LATER] = {"Booked for later: %1", "ثبت‌شده برای روزهای بعد: %1",
                    "Записано на более поздние дни: %1"},
    [TEXT_LATER_EVENT] = {"%1: %2", "%1: %2", "%1: %2"},
    [TEXT_LATER_TIMES] = {"%1: %2 (%3 times)", "%1: %2 (%3 بار)", "%1: %2 (количество: %3)"},
    [TEXT_LATER_BACK] = {"%1: %2 (%3 taken back)", "%1: %2 (%3 بار پس گرفته می‌شود)",
                         "%1: %2 (отмена, количество: %3)"},
    [TEXT_OUTLOOK] = {"If nothing more happens", "اگر دیگر هیچ رویدادی نباشد", "Если больше ничего не произойдёт"},
    [TEXT_OUTLOOK_LATER] = {"If nothing else happens", "اگر جز این هیچ رویدادی نباشد",
                            "Если, кроме этого, ничего не произойдёт"},
    [TEXT_NO_CHANGE] = {"No change up to %1.", "تا %1 هیچ تغییری نیست.", "До %1 без изменений."},
    [TEXT_CLIMBS] = {"%1: climbs to %2", "%1: بالا می‌رود به %2", "%1: повышение до ступени «%2»"},
    [TEXT_FALLS] = {"%1: falls to %2", "%1: پایین می‌رود به %2", "%1: понижение до ступени «%2»"},
    [TEXT_AND_MORE] = {"and %1 more", "و بیشتر: %1", "и ещё: %1"},
    [TEXT_SEGMENTS] = {"Segments", "بخش‌ها", "Сегменты"},
    [TEXT_PAIR] = {"%1: %2", "%1: %2", "%1: %2"},
    [TEXT_NO_SEGMENT] = {"none", "هیچ‌کدام", "нет"},
    [TEXT_ACTIONS] = {"Recommended actions", "کارهای پیشنهادی", "Рекомендуемые действия"},
    [TEXT_COMMA] = {", ", "، ", ", "},
    [TEXT_OVER] = {"%1", "%1 گذشته", "за %1"},
    [TEXT_WEEK] = {"this week", "این هفته", "эта неделя"},
    [TEXT_MONTH] = {"this month", "این ماه", "этот месяц"},
    [TEXT_QUARTER] = {"this quarter", "این سه‌ماهه", "этот квартал"},
    [TEXT_YEAR] = {"this year", "امسال", "этот год"},
    [TEXT_TERM] = {"this term", "این دوره", "этот срок"},
    [TEXT_AGO] = {"%1 ago", "%1 پیش", "%1 назад"},
    [TEXT_FROM] = {"from %1", "از %1", "с %1"},
    [TEXT_AFTER] = {"since the last %1", "از آخرین %1", "с последнего «%1»"},
};

enum { PLURALS = 3 };

static const char *const lang_units[UNIT_COUNT][LANG_COUNT][PLURALS] = {
    [UNIT_DAYS] = {{"day", "days", "days"}, {"روز", "روز", "روز"}, {"день", "дня", "дней"}},
    [UNIT_WEEKS] = {{"week", "weeks", "weeks"}, {"هفته", "هفته", "هفته"}, {"неделя", "недели", "недель"}},
    [UNIT_QUARTERS] = {{"quarter", "quarters", "quarters"},
                       {"سه‌ماهه", "سه‌ماهه", "سه‌ماهه"},
                       {"квартал", "квартала", "кварталов"}},
    [UNIT_YEARS] = {{"year", "years", "years"}, {"سال", "سال", "سال"}, {"год", "года", "лет"}},
    [UNIT_EVENTS] = {{"event", "events", "events"}, {"رویداد", "رویداد", "رویداد"}, {"событие", "события", "событий"}},
    [UNIT_MONTHS] = {{"month", "months", "months"}, {"ماه", "ماه", "ماه"}, {"месяц", "месяца", "месяцев"}},
};

bool lang_find(const char *code, enum lang *found)
{
    for (enum lang language = LANG_EN; language < LANG_COUNT; language++) {
        if (strcmp(lang_codes[language], code) == 0) {
            *found = language;
            return true;
        }
    }
    return false;
}

const char *lang_code(enum lang language)
{
    return lang_codes[language];
}

const char *lang_sentence(enum lang language, enum lang_text text)
{
    return lang_sentences[text][language];
}

/* Returns which of the three plural forms a number takes. */
static int lang_plural(enum lang language, int64_t number)
{
    if (language != LANG_RU)
        return number == 1 ? 0 : 1;
    const int64_t last = number % 10 < 0 ? -(number % 10) : number % 10;
    const int64_t tens = number % 100 / 10;
    if (tens == 1 || tens == -1 || last == 0 || last >= 5)
        return 2;
    return last == 1 ? 0 : 1;
}

/* Appends text to what is `used` of a buffer, if it fits. Returns how much is used then. */
static size_t lang_append(char *buffer, size_t capacity, size_t used, const char *text, size_t length)
{
    if (length >= capacity - used)
        return used;
    memcpy(buffer + used, text, length);
    buffer[used + length] = '\0';
    return used + length;
}

static bool lang_is_digit(char character)
{
    return character >= '0' && character <= '9';
}

const char *lang_number(enum lang language, const char *ascii, char *buffer, size_t capacity)
{
    static const char point[] = "\xD9\xAB", percent[] = "\xD9\xAA"; /* U+066B, U+066A */
    char digit[] = "\xDB\xB0";                                      /* U+06F0, and nine more after it */
    size_t used = 0;
    buffer[0] = '\0';
    for (const char *at = ascii; *at != '\0'; at++) {
        digit[1] = (char)('\xB0' + (*at - '0'));
        if (language == LANG_FA && lang_is_digit(*at))
            used = lang_append(buffer, capacity, used, digit, 2);
        else if (language == LANG_FA && *at == '.' && at > ascii && lang_is_digit(at[-1]) && lang_is_digit(at[1]))
            used = lang_append(buffer, capacity, used, point, 2);
        else if (language == LANG_FA && *at == '%')
            used = lang_append(buffer, capacity, used, percent, 2);
        else
            used = lang_append(buffer, capacity, used, at, 1);
    }
    return buffer;
}

const char *lang_amount(enum lang language, enum lang_unit unit, int64_t number, char *buffer, size_t capacity)
{
    char ascii[24], digits[LANG_NUMBER];
    const char *name = lang_units[unit][language][lang_plural(language, number)];
    snprintf(ascii, sizeof ascii, "%" PRId64, number);
    lang_number(language, ascii, digits, sizeof digits);
    /* The number is an isolate, so that its minus stays before it; U+00A0, so that the two stay in one line. */
    if (language == LANG_FA)
        snprintf(buffer, capacity, "\xE2\x81\xA8%s\xE2\x81\xA9\xC2\xA0%s", digits, name);
    else
        snprintf(buffer, capacity, "%s\xC2\xA0%s", digits, name);
    return buffer;
}

bool lang_is_right_to_left(enum lang language)
{
    return language == LANG_FA;
}
