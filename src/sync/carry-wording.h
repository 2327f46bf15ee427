/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Why a stick's file was not written, or an answer not taken, in the window's language; domain and code stay. */
void kaunta_carry_reword_saving (GError **error);
void kaunta_carry_reword_reading (GError **error);
