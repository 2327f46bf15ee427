/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "device.h"
#include "exception.h"
#include "field.h"

/* One pair for each value that travels. Writers give an object (transfer full); readers ignore members they do not know and refuse everything
 * else that is out of form with MALFORMED. Times are text as of kaunta_time_format(), amounts cents. For the codecs of this folder only. */

JsonObject *kaunta_payer_to_json (const KauntaPayer *self);
/* Its time of being known stays 0: the receiver sets it. */
KauntaPayer *kaunta_payer_from_json (JsonObject *object, GError **error);
JsonObject *kaunta_device_to_json (const KauntaDevice *self);
KauntaDevice *kaunta_device_from_json (JsonObject *object, GError **error);

JsonObject *kaunta_service_to_json (const KauntaService *self);
/* Without tariffs: they travel alone. */
KauntaService *kaunta_service_from_json (JsonObject *object, GError **error);
JsonObject *kaunta_tariff_to_json (const KauntaTariff *self);
KauntaTariff *kaunta_tariff_from_json (JsonObject *object, GError **error);

JsonObject *kaunta_staff_to_json (const KauntaStaff *self);
KauntaStaff *kaunta_staff_from_json (JsonObject *object, GError **error);
JsonObject *kaunta_policy_to_json (const KauntaPolicy *self);
KauntaPolicy *kaunta_policy_from_json (JsonObject *object, GError **error);

JsonObject *kaunta_bill_to_json (const KauntaBill *self);
KauntaBill *kaunta_bill_from_json (JsonObject *object, GError **error);

JsonObject *kaunta_payment_to_json (const KauntaPayment *self);
KauntaPayment *kaunta_payment_from_json (JsonObject *object, GError **error);
JsonObject *kaunta_exception_to_json (const KauntaException *self);
KauntaException *kaunta_exception_from_json (JsonObject *object, GError **error);
/* The elements of the array "exceptions" (element-type KauntaException). */
GPtrArray *kaunta_exceptions_from_json (JsonArray *array, GError **error);
