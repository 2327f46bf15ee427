/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Private to core: the words by which journal and wire spell the members of an enumeration, in its order. */

/* The place of @nick among @n_nicks words; FALSE when it is none of them. */
static inline gboolean
kaunta_nick_find (const char *const *nicks, guint n_nicks, const char *nick, guint *place)
{
  for (guint i = 0; i < n_nicks; i++)
    if (g_strcmp0 (nicks[i], nick) == 0)
      {
        *place = i;
        return TRUE;
      }
  return FALSE;
}

/* Defines TYPE_to_nick() and TYPE_from_nick() over the table @nicks. */
#define KAUNTA_DEFINE_NICKS(Type, type, nicks)                                                                         \
  const char *type##_to_nick (Type value)                                                                              \
  {                                                                                                                    \
    g_return_val_if_fail ((guint) value < G_N_ELEMENTS (nicks), NULL);                                                 \
    return nicks[value];                                                                                               \
  }                                                                                                                    \
  gboolean type##_from_nick (const char *nick, Type *value)                                                            \
  {                                                                                                                    \
    guint place = 0;                                                                                                   \
    if (!kaunta_nick_find (nicks, G_N_ELEMENTS (nicks), nick, &place))                                                 \
      return FALSE;                                                                                                    \
    *value = (Type) place;                                                                                             \
    return TRUE;                                                                                                       \
  }

/* Defines TYPE_to_label() over the table @labels of N_() strings. */
#define KAUNTA_DEFINE_LABELS(Type, type, labels)                                                                       \
  const char *type##_to_label (Type value)                                                                             \
  {                                                                                                                    \
    g_return_val_if_fail ((guint) value < G_N_ELEMENTS (labels), NULL);                                                \
    return _(labels[value]);                                                                                           \
  }
