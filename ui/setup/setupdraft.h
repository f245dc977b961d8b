#pragma once

#include "checks/verdict.h"
#include "settings/settings.h"
#include "settings/settingswriter.h"

#include <optional>

namespace parking::ui {

/// The ways to begin.
enum class SetupWay { Demo, ThisComputer, Server };

/// A set-up that is not finished: what was chosen, and the connections that passed.
struct SetupDraft {
    SetupWay way = SetupWay::ThisComputer;
    QList<checks::Subject> passed;
    bool skipsChirpStack = false;
    settings::Source values; ///< of what passed
};

/// Where a draft is kept: beside the settings, secrets apart as theirs.
settings::OwnFiles draftFiles(const settings::OwnFiles &own);

/// Empty: there is none, or none that can be read.
std::optional<SetupDraft> readDraft(const settings::OwnFiles &files);
/// `changes` of what passed; the whole draft is written anew.
Result<> writeDraft(const settings::OwnFiles &files, const SetupDraft &draft,
                    const settings::Changes &changes);
void removeDraft(const settings::OwnFiles &files);

/// Why the window opens with setting up instead of with the map.
struct SetupNeed {
    bool isNeeded = false;
    QString key; ///< the setting that is wrong; empty: none
    QString allowed; ///< what may stand there
};

/// `wrong`: why the settings could not be loaded. Setting up mends it when each wrong value is one
/// of a connection and stands where the window writes. Pure.
SetupNeed setupNeed(const settings::Source &given, const std::optional<Error> &wrong, bool hasDraft,
                    bool hasData);

} // namespace parking::ui
