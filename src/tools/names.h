/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Kenyan names put together by chance from the lists in data/names, as often as the lists say that they occur. */
typedef struct _KauntaNames KauntaNames;

/* @folder is the data folder (with names/ and subcounties.csv in it). */
KauntaNames *kaunta_names_load (const char *folder, GError **error);
void kaunta_names_free (KauntaNames *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaNames, kaunta_names_free)

/* "Grace Wambui Mwangi": names that go together. (transfer full) */
char *kaunta_names_make_person (const KauntaNames *self, GRand *rand);
/* "Upendo Hardware"; @register_nick (out): "BN", "PVT", "CS" or "SOC", where such a one is registered. (transfer full) */
char *kaunta_names_make_entity (const KauntaNames *self, GRand *rand, const char **register_nick);
/* A sub-county. (transfer none) */
const char *kaunta_names_pick_place (const KauntaNames *self, GRand *rand);
