/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "service.h"

/* Services as tests sell them; each (transfer full), with one tariff in force since 2020 unless said otherwise. */

/* KES 350, whatever one pays with. */
KauntaService *test_service_permit (void);
/* KES 4,550, never in cash. */
KauntaService *test_service_passport (void);
/* KES 50 a bag. */
KauntaService *test_service_market (void);
/* KES 1,000 for the first table, 500 for each further one. */
KauntaService *test_service_tables (void);
/* As assessed. */
KauntaService *test_service_rates (void);
/* Its only tariff ended in 2022. */
KauntaService *test_service_ended (void);
