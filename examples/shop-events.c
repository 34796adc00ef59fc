/* SPDX-License-Identifier: MIT */
/*
 * The events of an invented shop, as CSV: for the quick start, for tests and for measurements.
 *
 *     shop-events [--seed N] [--customers N] [--days N] [--start YYYY-MM-DD]
 *
 * Only whole numbers take part, so that a seed gives the same bytes on every machine. Each customer draws from a
 * generator of their own: asking for more customers leaves those before as they were.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <loyalty/loyalty.h>

enum kind {
    CAMPAIGN,
    VISIT,
    INQUIRY,
    BASKET,
    COUPON,
    PURCHASE,
    PROMO_PURCHASE,
    RETURN,
    REVIEW,
    COMPLAINT,
    REFERRAL,
    COOPERATION,
    CONTACT /* the first of the seven steps of a sales journey, in their order */
};

static const char *const kind_names[] = {
    "campaign",  "visit",          "inquiry",    "basket",           "coupon",
    "purchase",  "promo_purchase", "return",     "review",           "complaint",
    "referral",  "cooperation",    "contact",    "presentation",     "objection_answered",
    "agreement", "payment",        "cross_sale", "referral_request",
};

/* The fifth and the sixth step of a sales journey have a price. */
enum { PAID = 4, CROSS_SOLD = 5, JOURNEY_STEPS = 7 };

enum { TILLS = 4, CAMPAIGN_EVERY = 49, PROMOTION_DAYS = 14, CERTAIN = 10000, CUSTOMERS_MAX = 10000000 };

/* A sort of customer. Chances are in 10,000. */
struct character {
    uint32_t share;     /* of all customers */
    uint32_t visit;     /* that an ordinary day brings a visit */
    uint32_t buy;       /* that goods put in the basket are bought */
    uint32_t bargain;   /* that a purchase during a promotion is made for the promotion's sake */
    uint32_t review;    /* that a purchase is reviewed */
    uint32_t refer;     /* that a content buyer brings a friend, each purchase */
    uint32_t cooperate; /* that a day brings a common project */
    uint32_t lapse;     /* that a day is the last one for a long time, once they have bought */
    int32_t mood;       /* what they think of the shop at first, -100 to 100 */
    uint32_t spend;     /* middling purchase, in cents */
};

static const struct character characters[] = {
    {3000, 40, 150, 5000, 0, 0, 0, 0, 0, 2500},            /* looks and hardly ever buys */
    {2500, 120, 2500, 4000, 500, 50, 0, 150, 0, 3000},     /* tries the shop and is off again */
    {1500, 200, 3500, 9500, 500, 100, 0, 20, 0, 3500},     /* comes for the promotions */
    {2000, 450, 6000, 3000, 800, 300, 0, 8, 25, 4000},     /* buys again and again */
    {800, 900, 7000, 1500, 1500, 1000, 0, 3, 50, 5000},    /* loves the shop and says so */
    {200, 1000, 7500, 1000, 2000, 1500, 150, 2, 60, 9000}, /* works with the shop */
};

/* Visits of a month and of a weekday (from Monday), in percent of an ordinary day's. */
static const uint32_t month_percent[] = {80, 80, 95, 100, 105, 95, 85, 80, 100, 105, 125, 160};
static const uint32_t weekday_percent[] = {80, 85, 90, 100, 130, 160, 40};

struct line {
    uint32_t customer;
    uint32_t number; /* of the customer's events: makes the id */
    enum kind kind;
    int32_t date;
    int64_t value;
    int32_t count;
};

struct customer {
    uint64_t random;
    const struct character *character;
    int32_t joined; /* the day from which the shop may meet them */
    int32_t mood;
    uint32_t events;
    uint32_t purchases;
    int32_t step; /* of the sales journey; JOURNEY_STEPS for those who are not advised */
    int32_t lapsed;
    int32_t later_on; /* the day on which `later` happens */
    struct line later;
};

struct shop {
    uint64_t seed;
    int32_t start;
    int32_t days;
    struct customer *customers;
    uint32_t customer_count;
    struct line *held; /* what tills that are offline have not sent yet */
    size_t held_count;
    size_t held_room;
};

/* splitmix64. */
static uint64_t mix(uint64_t x)
{
    x += 0x9E3779B97F4A7C15u;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return x ^ (x >> 31);
}

static uint32_t below(struct customer *c, uint32_t n)
{
    c->random += 0x9E3779B97F4A7C15u;
    return (uint32_t)(((mix(c->random) >> 32) * n) >> 32);
}

static int chance(struct customer *c, uint32_t of_10000)
{
    return below(c, CERTAIN) < of_10000;
}

static int32_t weekday(int32_t date)
{
    return ((date + 3) % 7 + 7) % 7;
}

static void print_line(const struct line *l)
{
    char date[11];
    if (loyalty_date_format(l->date, date, sizeof date) != LOYALTY_OK)
        abort();
    printf("c%06" PRIu32 ",%s,%s,%" PRId64 ",%" PRId32 ",c%06" PRIu32 "-%" PRIu32 "\n", l->customer,
           kind_names[l->kind], date, l->value, l->count, l->customer, l->number);
}

/* Some weeks a till has no line to the shop's computer, at the weekend or from Monday on, and sends all on Monday. */
static int is_offline(const struct shop *shop, uint32_t till, int32_t date)
{
    const uint64_t week = (uint64_t)((int64_t)date - weekday(date) + 1000000);
    const uint64_t luck = mix(shop->seed ^ mix(week * TILLS + till)) % 40;
    return luck == 0 || (luck < 4 && weekday(date) >= 5);
}

static void hold_line(struct shop *shop, const struct line *l)
{
    if (shop->held_count == shop->held_room) {
        shop->held_room = shop->held_room == 0 ? 256 : shop->held_room * 2;
        shop->held = (struct line *)realloc(shop->held, shop->held_room * sizeof *shop->held);
        if (shop->held == NULL) {
            fputs("shop-events: out of memory\n", stderr);
            exit(EXIT_FAILURE);
        }
    }
    shop->held[shop->held_count++] = *l;
}

static void send_held(struct shop *shop, int32_t today)
{
    size_t kept = 0;
    for (size_t i = 0; i < shop->held_count; i++) {
        if (today < shop->start + shop->days && is_offline(shop, shop->held[i].customer % TILLS, today))
            shop->held[kept++] = shop->held[i];
        else
            print_line(&shop->held[i]);
    }
    shop->held_count = kept;
}

static struct line make_line(const struct shop *shop, struct customer *c, enum kind kind, int32_t date, int64_t value)
{
    return (struct line){(uint32_t)(c - shop->customers) + 1, ++c->events, kind, date, value, 1};
}

static void send(struct shop *shop, const struct line *l, int32_t today)
{
    if (is_offline(shop, l->customer % TILLS, today))
        hold_line(shop, l);
    else
        print_line(l);
}

static void emit(struct shop *shop, struct customer *c, enum kind kind, int32_t today, int64_t value)
{
    const struct line l = make_line(shop, c, kind, today, value);
    send(shop, &l, today);
}

/* Every seven weeks the shop advertises, and for two weeks prices are lower. */
static int32_t days_since_campaign(const struct shop *shop, int32_t date)
{
    const uint64_t day = mix(shop->seed) % CAMPAIGN_EVERY + (uint64_t)((int64_t)date - shop->start);
    return (int32_t)(day % CAMPAIGN_EVERY);
}

static void shift_mood(struct customer *c, int32_t by)
{
    const int32_t mood = c->mood + by;
    c->mood = mood > 100 ? 100 : mood < -100 ? -100 : mood;
}

/* Goods come back some days later; a sale rung up by mistake is taken back the next day. */
static void plan_return(struct shop *shop, struct customer *c, const struct line *sale)
{
    if (c->later_on > sale->date || sale->value == 0)
        return;
    if (chance(c, 50)) {
        c->later = make_line(shop, c, sale->kind, sale->date, sale->value);
        c->later.count = -1;
        c->later_on = sale->date + 1;
    } else if (chance(c, 500)) {
        const int64_t part = sale->value * (int64_t)(1 + below(c, 4)) / 4;
        c->later_on = sale->date + 2 + (int32_t)below(c, 19);
        c->later = make_line(shop, c, RETURN, c->later_on, -part);
        shift_mood(c, -5);
    }
}

static void speak(struct shop *shop, struct customer *c, int32_t today)
{
    shift_mood(c, (int32_t)below(c, 11) - 4);
    if (chance(c, c->mood < 0 ? 500 : 100)) {
        emit(shop, c, COMPLAINT, today, 0);
        shift_mood(c, -40);
    }
    if (chance(c, c->character->review)) {
        const int32_t rating = c->mood + (int32_t)below(c, 41) - 20;
        emit(shop, c, REVIEW, today, rating > 100 ? 100 : rating < -100 ? -100 : rating);
    }
    if (c->mood > 20 && chance(c, c->character->refer))
        emit(shop, c, REFERRAL, today, 0);
}

static void buy(struct shop *shop, struct customer *c, int32_t today, int is_bargain)
{
    uint32_t cents = c->character->spend * (30 + below(c, 71) + below(c, 71)) / 100;
    if (chance(c, 300))
        cents *= 5;
    cents -= cents % 5;
    if (is_bargain && chance(c, 4000))
        emit(shop, c, COUPON, today, 0);
    enum kind kind = is_bargain ? PROMO_PURCHASE : PURCHASE;
    if (!is_bargain && (c->step == PAID || c->step == CROSS_SOLD))
        kind = (enum kind)(CONTACT + c->step++);
    const struct line sale = make_line(shop, c, kind, today, cents);
    send(shop, &sale, today);
    c->purchases++;
    plan_return(shop, c, &sale);
    speak(shop, c, today);
}

/* Who waits for bargains leaves half of what is not reduced on the shelf. */
static void choose(struct shop *shop, struct customer *c, int32_t today)
{
    const struct character *who = c->character;
    const int is_promotion = days_since_campaign(shop, today) < PROMOTION_DAYS;
    if (chance(c, is_promotion ? who->buy : who->buy * (2 * CERTAIN - who->bargain) / (2 * CERTAIN)))
        buy(shop, c, today, is_promotion && chance(c, who->bargain));
}

static void visit(struct shop *shop, struct customer *c, int32_t today)
{
    emit(shop, c, VISIT, today, 0);
    if (c->step < JOURNEY_STEPS && c->step != PAID && c->step != CROSS_SOLD && chance(c, 5000))
        emit(shop, c, (enum kind)(CONTACT + c->step++), today, 0);
    if (c->purchases == 0 && chance(c, 2500))
        emit(shop, c, INQUIRY, today, 0);
    if (chance(c, 6000)) {
        emit(shop, c, BASKET, today, 0);
        choose(shop, c, today);
    }
}

static void live_day(struct shop *shop, struct customer *c, int32_t today)
{
    const int32_t campaign = days_since_campaign(shop, today);
    if (c->later_on == today)
        send(shop, &c->later, today);
    if (campaign == 0 && chance(c, c->lapsed ? 2000 : 5000)) {
        emit(shop, c, CAMPAIGN, today, 0);
        if (c->lapsed && chance(c, 300))
            c->lapsed = 0; /* won back */
    }
    if (c->lapsed)
        return;
    int32_t year, month, day;
    if (loyalty_date_to_civil(today, &year, &month, &day) != LOYALTY_OK)
        abort();
    const uint32_t season =
        month_percent[month - 1] * weekday_percent[weekday(today)] * (campaign < PROMOTION_DAYS ? 150 : 90);
    if (chance(c, c->character->visit * (season / 10000) / 100))
        visit(shop, c, today);
    if (chance(c, c->character->cooperate))
        emit(shop, c, COOPERATION, today, 0);
    if (c->purchases > 0 && chance(c, c->mood < 0 ? c->character->lapse * 3 : c->character->lapse))
        c->lapsed = 1;
}

/* Three in ten are known to the shop from the first day; the others come in the course of time. */
static void meet_customer(const struct shop *shop, struct customer *c, uint32_t index)
{
    *c = (struct customer){.random = mix(shop->seed ^ mix(index)), .later_on = LOYALTY_DATE_NONE};
    uint32_t draw = below(c, CERTAIN);
    c->character = characters;
    while (draw >= c->character->share)
        draw -= c->character++->share;
    c->joined = shop->start + (chance(c, 3000) ? 0 : (int32_t)below(c, (uint32_t)shop->days));
    c->mood = c->character->mood;
    c->step = chance(c, 1500) ? 0 : JOURNEY_STEPS;
}

static int run(struct shop *shop)
{
    shop->customers = (struct customer *)malloc(shop->customer_count * sizeof *shop->customers);
    if (shop->customers == NULL) {
        fputs("shop-events: out of memory\n", stderr);
        return EXIT_FAILURE;
    }
    for (uint32_t i = 0; i < shop->customer_count; i++)
        meet_customer(shop, &shop->customers[i], i);
    puts("customer,kind,date,value,count,id");
    for (int32_t today = shop->start; today < shop->start + shop->days; today++) {
        send_held(shop, today);
        for (uint32_t i = 0; i < shop->customer_count; i++)
            if (shop->customers[i].joined <= today)
                live_day(shop, &shop->customers[i], today);
    }
    send_held(shop, shop->start + shop->days);
    free(shop->customers);
    free(shop->held);
    if (ferror(stdout) || fflush(stdout) != 0) {
        fputs("shop-events: cannot write\n", stderr);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

static uint64_t read_number(const char *name, const char *text, uint64_t least, uint64_t most)
{
    uint64_t number = 0;
    const char *p = text;
    while (*p >= '0' && *p <= '9' && number <= (UINT64_MAX - 9) / 10)
        number = number * 10 + (uint64_t)(*p++ - '0');
    if (p == text || *p != '\0' || number < least || number > most) {
        fprintf(stderr, "shop-events: %s takes a number from %" PRIu64 " to %" PRIu64 ", not '%s'\n", name, least, most,
                text);
        exit(EXIT_FAILURE);
    }
    return number;
}

static void fail_usage(void)
{
    fputs("usage: shop-events [--seed N] [--customers N] [--days N] [--start YYYY-MM-DD]\n", stderr);
    exit(EXIT_FAILURE);
}

int main(int argc, char **argv)
{
    struct shop shop = {.seed = 1, .days = 730, .customer_count = 2000};
    const char *start = "2023-01-01";
    for (int i = 1; i < argc; i += 2) {
        if (i + 1 == argc)
            fail_usage();
        if (strcmp(argv[i], "--seed") == 0)
            shop.seed = read_number(argv[i], argv[i + 1], 0, INT64_MAX);
        else if (strcmp(argv[i], "--customers") == 0)
            shop.customer_count = (uint32_t)read_number(argv[i], argv[i + 1], 1, CUSTOMERS_MAX);
        else if (strcmp(argv[i], "--days") == 0)
            shop.days = (int32_t)read_number(argv[i], argv[i + 1], 1, LOYALTY_DAYS_MAX);
        else if (strcmp(argv[i], "--start") == 0)
            start = argv[i + 1];
        else
            fail_usage();
    }
    if (loyalty_date_parse(start, strlen(start), &shop.start) != LOYALTY_OK ||
        shop.start > LOYALTY_DATE_MAX - shop.days + 1) {
        fprintf(stderr, "shop-events: --start takes a date, YYYY-MM-DD, not '%s'\n", start);
        return EXIT_FAILURE;
    }
    return run(&shop);
}
