/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print-error.h"

G_DEFINE_QUARK (kaunta-print-error-quark, kaunta_print_error)
