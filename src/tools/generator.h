/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include "payer.h"

/**
 * KauntaGenerator:
 *
 * Makes payers that nobody is, for demonstrations and tests: the same ones, byte for byte, for the same seed. No two have the
 * same identifier. Identifiers of persons begin with 9, above what has been issued; telephone numbers are those
 * from 0700 000 000 to 0700 009 999.
 */
typedef struct _KauntaGenerator KauntaGenerator;

/* A register larger than this would run out of identifiers. */
#define KAUNTA_GENERATOR_MAX_PAYERS 1000000

/* @folder is the data folder, see kaunta_names_load(). */
KauntaGenerator *kaunta_generator_new (guint32 seed, const char *folder, GError **error);
void kaunta_generator_free (KauntaGenerator *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaGenerator, kaunta_generator_free)

/* (transfer full) */
KauntaPayer *kaunta_generator_make_payer (KauntaGenerator *self);

/* Writes the next @n_payers to @file, one a line as in the register snapshot; all of them or no file. */
gboolean kaunta_generator_write (KauntaGenerator *self, guint n_payers, GFile *file, GError **error);
