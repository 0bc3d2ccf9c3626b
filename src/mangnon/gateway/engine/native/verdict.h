/* ---- what the index says ---------------------------------------------------------------- */

static inline u32 meaning_of(const Core *core, u64 mark)
{
    const u64 *keys = core->keys.buf;
    u64 slot = mark % core->slots, left;
    for (left = core->slots; left && keys[slot]; left--) {
        if (keys[slot] == mark) {
            u32 meaning = core->wide ? ((const u32 *)core->values.buf)[slot]
                                     : ((const u16 *)core->values.buf)[slot];
            return meaning < core->meanings ? meaning : 0;
        }
        slot = slot + 1 < core->slots ? slot + 1 : 0;
    }
    return 0;
}

static Said *said_at(Core *core, u64 mark, u32 kind, u32 group, int *found)
{
    u64 hash = mixed(mark ^ ((u64)kind << 24 ^ group) * 0x9E3779B97F4A7C15u);
    Said *set = core->said + (hash % SAID_SETS) * WAYS;
    int way;
    *found = 1;
    for (way = 0; way < WAYS; way++)
        if (set[way].mark == mark && set[way].kind == kind && set[way].group == group)
            return set + way;
    *found = 0;
    for (way = 0; way < WAYS; way++)
        if (!set[way].mark)
            return set + way;
    return set + core->turn++ % WAYS;
}

/* Rules with conditions speak of the name: Python weighs them once, the sum is remembered. */
static int ask_touched(Core *core, const Name *name, u32 qtype, u32 group, Touched *touched)
{
    int found;
    Said *said = said_at(core, name->marks[0], qtype, group, &found);
    if (!found) {
        PyObject *told = PyObject_CallFunction(core->touched, "y#II", (const char *)name->bytes,
                                               (Py_ssize_t)name->length, qtype, group);
        u64 mask = 0, excepted = 0;
        int spoken = 0, right = told && PyArg_ParseTuple(told, "KKp", &mask, &excepted, &spoken);
        Py_XDECREF(told);
        if (!right)
            return 0;
        said = said_at(core, name->marks[0], qtype, group, &found);
        *said = (Said){name->marks[0], qtype, group, {mask, excepted, spoken}};
    }
    *touched = said->touched;
    return 1;
}

/* Whether a pattern may fit: the name has its letters, or odd bytes, which patterns see as text. */
static int may_fit(const Core *core, const Name *name)
{
    u32 at, four, length = 0;
    for (at = 0; at < name->length; at++) {
        u8 byte = name->bytes[at];
        if (!length) {
            length = byte;
            continue;
        }
        length--;
        if (!((u8)(byte - 'a') < 26 || (u8)(byte - '0') < 10 || byte == '-' || byte == '_'))
            return 1;
    }
    for (at = 0; at + 4 <= name->length; at++) {
        memcpy(&four, name->bytes + at, 4);
        four = (four * 0x9E3779B1u) >> 16;
        if (core->grams[four >> 3] & 1u << (four & 7))
            return 1;
    }
    return 0;
}

/* As Decider.touched. 0 when Python failed. */
static int touch(Core *core, const Name *name, u32 qtype, u32 group, Touched *touched)
{
    const Masks *masks = core->whole;
    u64 block = 0, important = 0, allow = 0, narrow = (u64)core->conditions;
    u32 label, spoken = 0;
    for (label = 0; label < name->labels; label++, masks = core->above) {
        u32 meaning = meaning_of(core, name->marks[label]);
        if (!meaning)
            continue;
        spoken = 1;
        block |= masks[meaning].block;
        important |= masks[meaning].important;
        allow |= masks[meaning].allow;
        narrow |= masks[meaning].narrow;
    }
    if (narrow || (core->grams && may_fit(core, name)))
        return ask_touched(core, name, qtype, group, touched);
    *touched = (Touched){(block & ~allow) | important, allow, (int)spoken};
    return 1;
}

static Own *own_at(const Core *core, u64 mark)
{
    u64 at = mixed(mark) & (core->own_size - 1);
    while (core->own[at].mark && core->own[at].mark != mark)
        at = (at + 1) & (core->own_size - 1);
    return core->own + at;
}

/* As Judge.rule: the strongest own rule, the nearest of equals; its kind is 0 for none. */
static const Kind *rule_of(const Core *core, const Name *name, u32 group)
{
    const Kind *best = core->kinds;
    u32 label;
    for (label = 0; label < name->labels; label++) {
        const Own *own = own_at(core, name->marks[label]);
        if (own->mark) {
            const Kind *kind = core->kinds + core->rows[(size_t)own->row * core->groups + group];
            if (kind->strength > best->strength)
                best = kind;
        }
    }
    return best;
}

static u64 *special_at(const Core *core, u64 mark)
{
    u64 at = mixed(mark) & (core->special_size - 1);
    while (core->special[at] && core->special[at] != mark)
        at = (at + 1) & (core->special_size - 1);
    return core->special + at;
}

/* Columns: categories that block, own, open, categories under `+`, categories under `=`, `=own`,
 * then what Python numbers. */
static inline u32 open_column(const Core *core) { return core->categories + 1; }

static inline u32 although(const Core *core, u64 mask)
{
    return mask ? core->categories + 2 + (u32)__builtin_ctzll(mask) : open_column(core);
}

static inline u32 allowed(const Core *core, u64 mask)
{
    return 2 * core->categories + 2 + (mask ? (u32)__builtin_ctzll(mask) : core->categories);
}

static Verdict by_rule(const Core *core, const Kind *rule, u64 mask, u64 hit)
{
    if (rule->kind == ALLOWS)
        return (Verdict){0, although(core, mask)};
    if (rule->kind == LIFTS)
        return (Verdict){0, allowed(core, hit)};
    return (Verdict){rule->kind != OPENS, rule->column};
}

/* What a name that nobody knows looks like; Python's word is remembered. 0 when Python failed. */
static int ask_guess(Core *core, const Name *name, u32 *looks)
{
    int found;
    Said *said = said_at(core, name->marks[0], GUESSED, 0, &found);
    if (!found) {
        PyObject *told = PyObject_CallFunction(core->guess, "y#", (const char *)name->bytes,
                                               (Py_ssize_t)name->length);
        long number = told ? PyLong_AsLong(told) : -1;
        Py_XDECREF(told);
        if (number < 0 || number > 2) {
            if (!PyErr_Occurred())
                PyErr_SetString(PyExc_ValueError, "no such likeness");
            return 0;
        }
        said = said_at(core, name->marks[0], GUESSED, 0, &found);
        *said = (Said){name->marks[0], GUESSED, 0, {(u64)number, 0, 0}};
    }
    *looks = (u32)said->touched.block;
    return 1;
}

/* As Judge.judge. 0 when Python failed. */
static int judge(Core *core, const Name *name, u32 group, const Touched *touched, Verdict *verdict)
{
    u64 mask = touched->block, hit = mask & core->masks[group];
    const Kind *rule;
    u32 looks = 0;
    if (hit & core->locked) {
        *verdict = (Verdict){1, (u32)__builtin_ctzll(hit & core->locked)};
        return 1;
    }
    rule = rule_of(core, name, group);
    if (rule->kind)
        *verdict = by_rule(core, rule, mask, hit);
    else if (hit)
        *verdict = (Verdict){1, (u32)__builtin_ctzll(hit)};
    else if (mask & core->opened[group])
        *verdict = (Verdict){0, allowed(core, mask & core->opened[group])};
    else
        *verdict = (Verdict){0, although(core, mask)};
    if (rule->kind || mask || touched->spoken || !core->unknown[group])
        return 1;
    if (!ask_guess(core, name, &looks))
        return 0;
    if (looks)
        *verdict = (Verdict){core->unknown[group] == SHUT,
                             core->looks + (core->unknown[group] == SHUT ? 0 : 2) + looks - 1};
    return 1;
}

/* As Judge.judge_way: the names that an open name leads to. ODD and FAILED are passed on. */
static int judge_way(Core *core, const Question *asked, PyObject *targets, u32 group, u64 excepted,
                     Verdict *verdict)
{
    int opened = rule_of(core, &asked->name, group)->kind != 0;
    Py_ssize_t each;
    Name name;
    verdict->blocked = 0;
    for (each = 0; each < PyTuple_GET_SIZE(targets); each++) {
        PyObject *target = PyTuple_GET_ITEM(targets, each);
        Touched touched;
        const Kind *rule;
        u64 hit;
        if (!PyBytes_Check(target) || !PyBytes_GET_SIZE(target) ||
            PyBytes_GET_SIZE(target) > MOST_NAME)
            return ODD;
        name.length = (u32)PyBytes_GET_SIZE(target);
        memcpy(name.bytes, PyBytes_AS_STRING(target), name.length);
        if (!marks_of(core, &name))
            return ODD;
        if (!touch(core, &name, asked->qtype, group, &touched))
            return FAILED;
        hit = touched.block & ~excepted & core->masks[group];
        if (hit & core->locked) {
            *verdict = (Verdict){1, (u32)__builtin_ctzll(hit & core->locked)};
            return 1;
        }
        rule = rule_of(core, &name, group);
        if (rule->kind == LOCKS || (rule->kind == BLOCKS && !opened)) {
            *verdict = (Verdict){1, rule->column};
            return 1;
        }
        if (!rule->kind && hit && !opened) {
            *verdict = (Verdict){1, (u32)__builtin_ctzll(hit)};
            return 1;
        }
    }
    return 1;
}
