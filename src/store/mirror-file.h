/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "entry.h"

/**
 * KauntaMirrorFile:
 *
 * A journal as lines of text, one entry a line after a header that says whose it is. It is opened for each
 * writing: what it is on may be pulled out, and another put in.
 */
typedef struct _KauntaMirrorFile KauntaMirrorFile;

/* Opens the mirror of @device's journal and looks for its last whole entry; what a power cut left behind that is
 * passed over. Nothing is written yet.
 * @created: (out) (nullable): asks to make a file where there is none, and tells whether it was; NULL: a missing
 * file is NOT_FOUND, since an empty folder is what a stick leaves that is not there.
 * FENCED: it is no mirror, or another device's. IO: it can't be read or written. In words. */
KauntaMirrorFile *kaunta_mirror_file_open (const char *path, const char *device, gboolean *created,
                                           GError **error);
void kaunta_mirror_file_close (KauntaMirrorFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaMirrorFile, kaunta_mirror_file_close)

/* (transfer none) (nullable): NULL when there is none yet. */
const KauntaEntry *kaunta_mirror_file_get_last (KauntaMirrorFile *self);
/* Cuts off what is no whole line, adds @entries (element-type KauntaEntry) and waits for the disk. After a failure
 * the file ends where it ended before, as far as the disk lets it. */
gboolean kaunta_mirror_file_append (KauntaMirrorFile *self, GPtrArray *entries, GError **error);
