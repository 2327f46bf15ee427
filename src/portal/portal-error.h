/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * KauntaPortalError: what goes wrong inside the portal. What it refuses a counter is a KauntaWireError.
 */
typedef enum
{
  KAUNTA_PORTAL_ERROR_STORAGE, /* storage can't be read or written */
  KAUNTA_PORTAL_ERROR_NEWER,   /* a database of a newer portal: left untouched */
  KAUNTA_PORTAL_ERROR_IMPORT,  /* a file that can't be taken; says file and line */
  KAUNTA_PORTAL_ERROR_LISTEN,  /* an address that can't or may not be listened on */
  KAUNTA_PORTAL_ERROR_UNKNOWN, /* an office or device that the portal does not know */
} KauntaPortalError;

#define KAUNTA_PORTAL_ERROR (kaunta_portal_error_quark ())
GQuark kaunta_portal_error_quark (void);
