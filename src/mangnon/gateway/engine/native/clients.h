/* ---- what Python told to answer --------------------------------------------------------- */

static Known *known_set(const Core *core, u64 hash)
{
    return core->known + (hash % KNOWN_SETS) * WAYS;
}

static Known *known_of(const Core *core, const u8 *tail, size_t length, u32 group)
{
    u64 hash = hash_of(core, tail, length, group);
    Known *set = known_set(core, hash);
    int way;
    for (way = 0; way < WAYS; way++)
        if (set[way].asked && set[way].hash == hash && set[way].group == group &&
            (size_t)PyBytes_GET_SIZE(set[way].asked) == length &&
            !memcmp(PyBytes_AS_STRING(set[way].asked), tail, length))
            return set + way;
    return NULL;
}

/* ---- clients ---------------------------------------------------------------------------- */

/* Python's word about a client: its number, whether it is a router, its bit. 0 when it failed. */
static int ask_client(Core *core, Client *client, const u8 *address, size_t length, const u8 *mac)
{
    PyObject *told = PyObject_CallFunction(core->group_of, "y#y#", (const char *)address,
                                           (Py_ssize_t)length, (const char *)mac,
                                           (Py_ssize_t)(mac ? MAC : 0));
    long long word = told ? PyLong_AsLongLong(told) : -1;
    Py_XDECREF(told);
    if (word < 0 || (word & (ROUTER - 1)) >= core->most_number) {
        if (!PyErr_Occurred())
            PyErr_SetString(PyExc_ValueError, "no such group");
        return 0;
    }
    client->number = (u32)(word & (ROUTER - 1));
    client->router = (word & ROUTER) != 0;
    client->bit = (u8)((word >> BIT_SHIFT) & 63);
    client->epoch = core->epoch;
    return 1;
}

/* The entry of a key of 16 bytes. NULL when Python failed. */
static Client *client_at(Core *core, const u8 *key, const u8 *address, size_t length, const u8 *mac)
{
    Client *set = core->clients + (hash_of(core, key, 16, 0) % CLIENT_SETS) * WAYS, *place;
    Client made = {.used = 1};
    int way;
    for (way = 0; way < WAYS; way++)
        if (set[way].used && !memcmp(set[way].key, key, 16)) {
            if (set[way].epoch == core->epoch)
                return set + way;
            made = set[way]; /* it keeps its count, and is asked for anew */
            break;
        }
    if (!ask_client(core, &made, address, length, mac))
        return NULL;
    memcpy(made.key, key, 16);
    for (place = set, way = 0; way < WAYS; way++)
        if (set[way].used && !memcmp(set[way].key, key, 16)) {
            set[way] = made;
            return set + way;
        }
    /* Who asked most in this second stays: forged addresses push each other out. */
    for (way = 0; way < WAYS; way++)
        if (!set[way].used || (place->used && (set[way].second < place->second ||
            (set[way].second == place->second && set[way].count < place->count))))
            place = set + way;
    *place = made;
    return place;
}

/* The client of a packet: by its address, IPv4 and the same inside IPv6 being one; behind a router
 * that is believed, by the MAC that it told, if it did. */
static Client *client_of(Core *core, const u8 *address, size_t length, const u8 *mac)
{
    u8 key[16] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    Client *client;
    u64 router;
    memcpy(key + 16 - length, address, length);
    client = client_at(core, key, address, length, NULL);
    if (!client || !client->router || !mac)
        return client;
    router = hash_of(core, key, 16, 1);
    key[0] = 0xFF, key[1] = 'm'; /* no packet comes from a group of receivers */
    memcpy(key + 2, mac, MAC);
    memcpy(key + 8, &router, 8);
    return client_at(core, key, address, length, mac);
}

/* Where MACs decide, an address is believed for a while only: it changes hands. */
static void freshen(Core *core, double now)
{
    if (core->fresh > 0 && now >= core->fresh_until) {
        core->fresh_until = now + core->fresh;
        core->epoch++;
    }
}

static const u8 *address_in(const struct sockaddr_storage *from, size_t *length)
{
    *length = from->ss_family == AF_INET ? 4 : 16;
    return from->ss_family == AF_INET
               ? (const u8 *)&((const struct sockaddr_in *)from)->sin_addr
               : (const u8 *)&((const struct sockaddr_in6 *)from)->sin6_addr;
}

static PyObject *address_for_python(const struct sockaddr_storage *from)
{
    char text[INET6_ADDRSTRLEN] = "";
    if (from->ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)from;
        inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
        return Py_BuildValue("(si)", text, ntohs(in->sin_port));
    } else {
        const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)from;
        inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text);
        return Py_BuildValue("(siII)", text, ntohs(in->sin6_port), ntohl(in->sin6_flowinfo),
                             in->sin6_scope_id);
    }
}
