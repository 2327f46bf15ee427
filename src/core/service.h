/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>
#include "bill.h"
#include "tender.h"

/**
 * KauntaTariffKind:
 * @KAUNTA_TARIFF_FIXED: one price an application
 * @KAUNTA_TARIFF_PER_UNIT: price times a quantity that is asked
 * @KAUNTA_TARIFF_TABLE: one row of a published table; one price an item
 * @KAUNTA_TARIFF_STEPPED: @amount for the first unit, @further for each one after it
 * @KAUNTA_TARIFF_ASSESSED: the amount comes from an assessment (a roll, a plan) and is typed
 */
typedef enum
{
  KAUNTA_TARIFF_FIXED,
  KAUNTA_TARIFF_PER_UNIT,
  KAUNTA_TARIFF_TABLE,
  KAUNTA_TARIFF_STEPPED,
  KAUNTA_TARIFF_ASSESSED,
} KauntaTariffKind;

const char *kaunta_tariff_kind_to_nick (KauntaTariffKind kind);
gboolean kaunta_tariff_kind_from_nick (const char *nick, KauntaTariffKind *kind);

/**
 * KauntaTariff:
 * @id: service code, "@", version: "NRB-ID1@1"
 * @service: service code
 * @unit: what is counted, for people ("per square metre per year")
 * @amount: cents
 * @further: cents for each further unit (stepped only)
 * @from: first day in force, "2024-03-01"
 * @until: (nullable): last day in force
 * @source: where it is published
 */
typedef struct
{
  char *id;
  char *service;
  KauntaTariffKind kind;
  char *unit;
  gint64 amount;
  gint64 further;
  char *from;
  char *until;
  char *source;
} KauntaTariff;

#define KAUNTA_TYPE_TARIFF (kaunta_tariff_get_type ())
GType kaunta_tariff_get_type (void);
KauntaTariff *kaunta_tariff_new (const char *id, const char *service, KauntaTariffKind kind, const char *unit,
                                 gint64 amount, gint64 further, const char *from, const char *until,
                                 const char *source);
KauntaTariff *kaunta_tariff_ref (KauntaTariff *self);
void kaunta_tariff_unref (KauntaTariff *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaTariff, kaunta_tariff_unref)
gboolean kaunta_tariff_in_force (const KauntaTariff *self, const char *day);

/**
 * KauntaService:
 * @code: "022-MKT-GRAIN"
 * @name_en: @name_sw: in both languages
 * @agency: who charges it
 * @county: three digits, or "national"
 * @revenue_head: may be empty
 * @tenders: which tenders policy allows for it
 * @tariffs: (element-type KauntaTariff): its versions, newest first
 *
 * What is charged for. Reference counted, not changed after it was made (but for adding tariffs
 * while it is being put together).
 */
typedef struct
{
  char *code;
  char *name_en;
  char *name_sw;
  char *agency;
  char *county;
  char *revenue_head;
  KauntaTenderSet tenders;
  GPtrArray *tariffs;
} KauntaService;

#define KAUNTA_TYPE_SERVICE (kaunta_service_get_type ())
GType kaunta_service_get_type (void);
KauntaService *kaunta_service_new (const char *code, const char *name_en, const char *name_sw, const char *agency,
                                   const char *county, const char *revenue_head, KauntaTenderSet tenders);
KauntaService *kaunta_service_ref (KauntaService *self);
void kaunta_service_unref (KauntaService *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KauntaService, kaunta_service_unref)
/* In the language of the window. (transfer none) */
const char *kaunta_service_get_name (const KauntaService *self);
/* The newest tariff in force on @day ("2026-11-23"). (transfer none) (nullable) */
KauntaTariff *kaunta_service_get_tariff (const KauntaService *self, const char *day);

/* The bill lines that @quantity units of @tariff cost; @assessed is the typed amount (cents) of an assessed
 * tariff, else 0. Stepped tariffs give two lines, so that every line is quantity x unit.
 * Quantity 1 to 100,000. Lines carry the English name, the official one. (transfer full) (element-type KauntaBillLine) */
GPtrArray *kaunta_tariff_price (const KauntaTariff *tariff, const KauntaService *service, gint64 quantity,
                                gint64 assessed, GError **error);
