/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What no field of a form may take: too long, pasted bytes, hidden marks, numbers out of range. Ended by NULL. */
extern const char *const test_bad_texts[];
/* What no field of an amount or a quantity may take. Ended by NULL. */
extern const char *const test_bad_numbers[];

/* @error is a sentence for a person, of @domain: begins with a capital letter or a quotation mark, ends with a full stop. Clears it. */
void test_assert_sentence (GError **error, GQuark domain);
