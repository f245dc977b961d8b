#pragma once

#include "domain/snapshot.h"

/// Sites that came by the door that people have: a CSV file, imported into an empty database.
namespace parking::fixture {

/// What the window gets to see of it. The states are made up: of every kind, at kNow; `heard` in
/// a hundred sensors were heard, the others never.
domain::SiteSnapshot imported(const QByteArray &csv, int heard = 92);

/// North, South and Quay as a table of the fixture's spaces, with or without coordinates.
QByteArray harbourCsv(bool withCoordinates);

/// So many buildings of one to nine floors, with 20 to some hundred spaces on each; without
/// coordinates.
QByteArray buildingsCsv(int buildings);

} // namespace parking::fixture
