/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* A counter of this office, with the public key its journal is signed with. */
typedef struct
{
  char *device;
  char *name;
  char *key;
  gint64 epoch;
} KauntaDevice;
#define KAUNTA_TYPE_DEVICE (kaunta_device_get_type ())
GType kaunta_device_get_type (void);
KauntaDevice *kaunta_device_new (const char *device, const char *name, const char *key, gint64 epoch);
KauntaDevice *kaunta_device_ref (KauntaDevice *self);
void kaunta_device_unref (KauntaDevice *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaDevice, kaunta_device_unref)
