/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

/* Private to core: TYPE_ref(), TYPE_unref() and the boxed type of a value that lives in an atomic reference-counted box and is emptied by
 * @clear. */
#define KAUNTA_DEFINE_BOX(Type, type, clear)                                                                           \
  G_DEFINE_BOXED_TYPE (Type, type, type##_ref, type##_unref)                                                           \
  Type *type##_ref (Type *self)                                                                                        \
  {                                                                                                                    \
    return g_atomic_rc_box_acquire (self);                                                                             \
  }                                                                                                                    \
  void type##_unref (Type *self)                                                                                       \
  {                                                                                                                    \
    g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);                                                       \
  }
