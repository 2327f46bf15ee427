/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  KAUNTA_STORE_ERROR_DAMAGED,   /* not a database of ours, or broken: left untouched */
  KAUNTA_STORE_ERROR_NEWER,     /* written by a newer Kaunta: left untouched */
  KAUNTA_STORE_ERROR_IO,        /* disk full, read-only, gone */
  KAUNTA_STORE_ERROR_BUSY,      /* another process holds it */
  KAUNTA_STORE_ERROR_NOT_FOUND,
  KAUNTA_STORE_ERROR_REFUSED,   /* the act does not fit the state: till closed, bill paid, receipt already reversed ... */
  KAUNTA_STORE_ERROR_NOT_ENROLLED,
  KAUNTA_STORE_ERROR_FENCED,    /* an entry or acknowledgement that does not lie on this chain */
} KauntaStoreError;

/* Messages are translated sentences for the person at the counter. */
#define KAUNTA_STORE_ERROR (kaunta_store_error_quark ())
GQuark kaunta_store_error_quark (void);
