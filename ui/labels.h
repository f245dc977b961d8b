#pragma once

#include "base/error.h"
#include "domain/commoncause.h"
#include "domain/counts.h"
#include "domain/health.h"
#include "domain/status.h"
#include "theme/tokens.h"

#include <QString>

/// The one place where meaning gets words. All through tr(); callers never put words together.
namespace parking::ui::labels {

QString text(domain::SpaceState state); ///< "Free", "Occupied" ...
/// "12"; "–" where nothing is known, "Full" where all is known to be taken.
QString free(const domain::Counts &counts);
QString unknown(const domain::Counts &counts); ///< "3 unknown"
QString plusUnknown(const domain::Counts &counts); ///< "+3 unknown"; without + where all are
QString text(domain::Confidence confidence); ///< "Silent", "Not known"; empty when fresh
/// "Free" only where that is known: else "Silent", "Not known". A booking is known.
QString text(const domain::SpaceStatus &status, domain::Confidence heard);
QString text(domain::Occupancy occupancy); ///< "free", "occupied"
QString text(domain::StateReason reason); ///< "sensor", "override" ...
QString text(const Error &error); ///< what happened, what to do
/// One line for a row of recent changes: "sensor", "booking started", "maintenance by Anna: oil".
QString text(const domain::StateChange &change);
QString text(const domain::CommonCause &cause); ///< "28 sensors silent, gateway lost"
QString detail(const domain::CommonCause &cause, UtcTime now); ///< which, since when, what to do
QString text(const domain::HealthCheck &check);
QString brief(const domain::HealthCheck &check); ///< beside its dot: "not asked yet"; mostly empty
/// The checks as people see them: how it stands with ChirpStack is told in any case, also where
/// this computer does not speak with it.
QList<domain::HealthCheck> shownChecks(const domain::Health &health);
QString title(const domain::HealthCheck &check); ///< "Broker", "Database" ...
QString advice(const domain::HealthCheck &check); ///< what to do; empty when nothing
QString sentence(const domain::Health &health); ///< "All parts work"

/// now, 42 s, 3 min, 2 h, 4 d
QString age(Milliseconds age);
/// "expected every 10 min, learnt"; empty: nothing limits the silence.
QString silenceLimit(const domain::SpaceStatus &status);
QString ago(Milliseconds age); ///< "42 s ago", "just now"
QString clock(UtcTime time); ///< 14:02 in the computer's zone and the locale's form
QString detail(const domain::HealthCheck &check); ///< its moments in the computer's zone
QString dayAndClock(UtcTime time); ///< 26 Nov, 14:02
QString moment(UtcTime time, UtcTime now); ///< 14:02, with its day when a day has passed since
QString range(UtcTime start, UtcTime end); ///< 14:00 – 16:30
/// How long a space has been in its state, and until when, as far as that is known; empty: not.
QString since(const domain::SpaceStatus &status, UtcTime now); ///< "for 2 min, until 16:30"
QString features(const QStringList &features); ///< "Charging, Accessible"
QString percent(double share); ///< of 0..1
QString signal(int rssiDbm); ///< Good, Fair, Weak
QString dbm(int rssiDbm); ///< with a true minus sign
QString decibel(double snr);
QString volt(double volt);
QString number(int number); ///< grouped as the locale says
QString deviceType(const QString &type); ///< "Kuando Busylight"; unknown ones as they are
QString letter(domain::SpaceState state); ///< the sign on the shape: R, M, or empty

} // namespace parking::ui::labels
