/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "billing.h"
#include "desk-bin.h"

G_BEGIN_DECLS

/**
 * KauntaServicePicker:
 *
 * Finds a service by its name in either language or by its code, asks what its tariff asks for, and puts
 * it into the basket. One fixed price asks nothing: Enter adds it.
 */
#define KAUNTA_TYPE_SERVICE_PICKER (kaunta_service_picker_get_type ())
G_DECLARE_FINAL_TYPE (KauntaServicePicker, kaunta_service_picker, KAUNTA, SERVICE_PICKER, KauntaDeskBin)

void kaunta_service_picker_set_basket (KauntaServicePicker *self, KauntaBasket *basket);
/* While a bill is being raised nothing more can be put into it; the focus stays where it is. */
void kaunta_service_picker_set_editable (KauntaServicePicker *self, gboolean editable);
/* Adds what was picked and is being asked about. FALSE when it can't be added: then the sentence is shown.
 * TRUE when nothing was being asked. */
gboolean kaunta_service_picker_complete (KauntaServicePicker *self);
/* Takes back what is being asked about. FALSE when there was nothing to take back. */
gboolean kaunta_service_picker_step_back (KauntaServicePicker *self);

G_END_DECLS
