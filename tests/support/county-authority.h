/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * CountyAuthority: who vouches for a county's portal; made by openssl for one test, in a folder of its own
 * @path: of its certificate
 * @pem: the same
 */
typedef struct
{
  char *folder;
  char *path;
  char *pem;
} CountyAuthority;

CountyAuthority *county_authority_new (void);
void county_authority_free (CountyAuthority *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CountyAuthority, county_authority_free)
/* A file with a new key and a certificate for @name, "IP:127.0.0.1" or "DNS:portal.example". (transfer full) */
char *county_authority_certify (CountyAuthority *self, const char *name);
