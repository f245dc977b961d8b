#pragma once

#include "domain/health.h"
#include "domain/snapshot.h"

/// One site for every test and picture of the window: always the same, ids included.
namespace parking::fixture {

/// Monday, 14 September 2026, 14:02:36 UTC.
constexpr UtcTime kNow = fromMillis(1'789'394'556'000);

/// "Harbour Site": North with six floors, South and Quay. B1 of North has 186 spaces: 49 free,
/// 115 occupied, 17 reserved, 5 in maintenance, 2 of them silent. Floor 1 is full, G has 4 free.
domain::SiteSnapshot harbourSite();

/// `floors` buildings' floors of `spacesPerFloor` each, in buildings of eight floors.
domain::SiteSnapshot largeSite(int floors, int spacesPerFloor);

domain::SpaceId spaceId(const QString &code);

/// The codes of `count` neighbours, the first ending with `number`: codes("B1-", 70, 3).
QStringList codes(const QString &start, int number, int count);

/// The gateway "0016c001f1530001", which alone hears these spaces, was lost three hours ago; the
/// rest of the site is heard over another.
void loseGateway(domain::SiteSnapshot &site, const QStringList &codes);

/// Nobody placed these spaces yet.
void unplace(domain::SiteSnapshot &site, const QStringList &codes);

/// What the engine would tell of a space's past, newest first.
QList<domain::StateChange> history(const QString &code);

domain::Health healthy();
/// The database silent for `since`, all else well.
domain::Health brokerDown(Milliseconds since);
domain::Health databaseDown(Milliseconds since);

} // namespace parking::fixture
