/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-error.h"

G_DEFINE_QUARK (kaunta-portal-error-quark, kaunta_portal_error)
