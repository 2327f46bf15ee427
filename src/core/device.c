/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device.h"

#include "box.h"

static void
clear_device (KauntaDevice *self)
{
  g_free (self->device);
  g_free (self->name);
  g_free (self->key);
}

KAUNTA_DEFINE_BOX (KauntaDevice, kaunta_device, clear_device)

/**
 * kaunta_device_new:
 * @key: base64url Ed25519 public key
 *
 * Returns: (transfer full): a counter of the office, with copies of what was given
 */
KauntaDevice *
kaunta_device_new (const char *device, const char *name, const char *key, gint64 epoch)
{
  KauntaDevice *self = g_atomic_rc_box_new0 (KauntaDevice);

  self->device = g_strdup (device);
  self->name = g_strdup (name);
  self->key = g_strdup (key);
  self->epoch = epoch;
  return self;
}
