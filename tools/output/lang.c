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
    [TEXT_CUT] = {"The points add up to %1; a score runs from 0 to %2.", "جمع امتیازها %1 است؛ امتیاز از 0 تا %2 است.",
                  "Сумма баллов %1; итог ограничен пределами от 0 до %2."},
    [TEXT_KEEP] = {"What keeps them here", "چه چیزی او را اینجا نگه می‌دارد",
                   "Что удерживает на этой ступени"},
    [TEXT_KEEP_FIRST] = {"Everyone can stand on the first rung.",
                         "هر کسی می‌تواند روی پلهٔ نخست بایستد.",
                         "На первой ступени может стоять каждый."},
    [TEXT_HELD] = {"The rung cannot be lost before %1.", "این پله پیش از %1 از دست نمی‌رود.",
                   "Ступень нельзя потерять раньше %1."},
    [TEXT_AT_RISK] = {"At risk since %1: if nothing changes, they fall on %2.",
                      "از %1 در خطر است: اگر چنین بماند، در %2 پایین می‌رود.",
                      "Под угрозой с %1: если ничего не изменится, понижение %2."},
    [TEXT_UNTIL] = {"%1 until %2.", "%1 تا %2.", "%1 до %2 включительно."},
    [TEXT_RENEWED] = {"As things stand, it is then renewed.",
                      "اگر چنین بماند، آنگاه تمدید می‌شود.",
                      "При нынешних показателях затем продлевается."},
    [TEXT_RENEW_MORE] = {"To renew: %1 more by then.", "برای تمدید تا آن روز %1 کم دارد.",
                         "Чтобы продлить, к этому дню не хватает %1."},
    [TEXT_TO_RENEW] = {"To renew by then: ", "برای تمدید تا آن روز: ", "Чтобы продлить к этому дню: "},
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
    [TEXT_OR] = {"or", "یا", "или"},
    [TEXT_NO_VALUE] = {"no value yet", "هنوز مقداری ندارد", "значения пока нет"},
    [TEXT_TOO_LARGE] = {"too large to show", "بزرگ‌تر از آن که نشان داده شود",
                        "слишком велико"},
    [TEXT_MORE] = {"%1 more needed", "%1 کم دارد", "не хватает %1"},
    [TEXT_LESS] = {"%1 too much", "%1 بیش از حد", "больше нужного на %1"},
    [TEXT_DIFFER] = {"any other number", "هر عدد دیگر", "любое другое число"},
    [TEXT_OUTLOOK] = {"If nothing more happens", "اگر دیگر هیچ رویدادی نباشد", "Если больше ничего не произойдёт"},
    [TEXT_NO_CHANGE] = {"No change up to %1.", "تا %1 هیچ تغییری نیست.", "До %1 без изменений."},
    [TEXT_CLIMBS] = {"%1: climbs to %2", "%1: بالا می‌رود به %2", "%1: повышение до ступени «%2»"},
    [TEXT_FALLS] = {"%1: falls to %2", "%1: پایین می‌رود به %2", "%1: понижение до ступени «%2»"},
    [TEXT_AND_MORE] = {"and %1 more", "و بیشتر: %1", "и ещё: %1"},
    [TEXT_SEGMENTS] = {"Segments", "بخش‌ها", "Сегменты"},
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

/* Returns which of the three plural forms a non-negative number takes. */
static int lang_plural(enum lang language, int64_t number)
{
    if (language != LANG_RU)
        return number == 1 ? 0 : 1;
    int64_t last = number % 10;
    if (number % 100 / 10 == 1 || last == 0 || last >= 5)
        return 2;
    return last == 1 ? 0 : 1;
}

const char *lang_amount(enum lang language, enum lang_unit unit, int64_t number, char *buffer, size_t capacity)
{
    snprintf(buffer, capacity, "%" PRId64 " %s", number, lang_units[unit][language][lang_plural(language, number)]);
    return buffer;
}
