/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "catalogue.h"

static KauntaService *
make_service (const char *code,
              const char *name_en,
              const char *name_sw,
              KauntaTenderSet tenders,
              KauntaTariffKind kind,
              gint64 amount,
              gint64 further,
              const char *until)
{
  KauntaService *service = kaunta_service_new (code, name_en, name_sw, "County Government", "047", "Fees",
                                               tenders);
  g_autofree char *tariff = g_strconcat (code, "@1", NULL);

  g_ptr_array_add (service->tariffs, kaunta_tariff_new (tariff, code, kind, "each", amount, further,
                                                        "2020-01-01", until, "Finance Act"));
  return service;
}

KauntaService *
test_service_permit (void)
{
  return make_service ("047-PERMIT", "Temporary use permit", "Kibali cha muda", KAUNTA_TENDER_SET_ALL,
                       KAUNTA_TARIFF_FIXED, 35000, 0, NULL);
}

KauntaService *
test_service_passport (void)
{
  return make_service ("NAT-PASS34", "Ordinary passport, 34 pages", "Pasipoti ya kawaida, kurasa 34",
                       KAUNTA_TENDER_SET_ALL & ~(1u << KAUNTA_TENDER_CASH), KAUNTA_TARIFF_FIXED, 455000, 0,
                       NULL);
}

KauntaService *
test_service_market (void)
{
  return make_service ("047-MKT-GRAIN", "Market fee, bag of grain", "Ada ya soko, gunia la nafaka",
                       KAUNTA_TENDER_SET_ALL, KAUNTA_TARIFF_PER_UNIT, 5000, 0, NULL);
}

KauntaService *
test_service_tables (void)
{
  return make_service ("047-TABLES", "Outdoor tables", "Meza za nje", KAUNTA_TENDER_SET_ALL,
                       KAUNTA_TARIFF_STEPPED, 100000, 50000, NULL);
}

KauntaService *
test_service_rates (void)
{
  return make_service ("047-RATES", "Land rates", "Kodi ya ardhi", KAUNTA_TENDER_SET_ALL,
                       KAUNTA_TARIFF_ASSESSED, 0, 0, NULL);
}

KauntaService *
test_service_ended (void)
{
  return make_service ("047-ENDED", "Fee of old", "Ada ya zamani", KAUNTA_TENDER_SET_ALL, KAUNTA_TARIFF_FIXED,
                       1000, 0, "2022-12-31");
}
