/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "coding.h"

#include <libsoup/soup.h>
#include "packing.h"
#include "wire.h"

static const KauntaPortalCoding CODINGS[] = {
  { "gzip", kaunta_pack, kaunta_unpack },
  { "zstd", kaunta_pack_zstd, kaunta_unpack_zstd },
};

const KauntaPortalCoding *
kaunta_portal_coding_find (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (CODINGS); i++)
    {
      if (g_ascii_strcasecmp (CODINGS[i].name, name) == 0)
        return &CODINGS[i];
    }
  return NULL;
}

const KauntaPortalCoding *
kaunta_portal_coding_choose (const char *accepted)
{
  GSList *names = accepted != NULL ? soup_header_parse_quality_list (accepted, NULL) : NULL;
  const KauntaPortalCoding *coding = NULL;

  for (GSList *name = names; name != NULL && coding == NULL; name = name->next)
    coding = kaunta_portal_coding_find (name->data);
  soup_header_free_list (names);
  return coding;
}
