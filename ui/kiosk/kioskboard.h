#pragma once

#include "base/clock.h"
#include "kiosk/kioskpicture.h"
#include "models/sitemodel.h"
#include "models/situation.h"

namespace parking::ui {

/// What a screen is for, and where it hangs.
struct KioskPlace {
    QString building; ///< empty: the only one, or all
    QString ownFloor;
    QMap<QString, Direction> arrows;
};

/// The last numbers that a screen had, with their moment: the picture without its pixels. Kept on
/// disk, so that a screen that begins without a network has something to say, and says how old it
/// is.
struct KioskMemory {
    domain::Signboard board;
    UtcTime asOf;

    bool operator==(const KioskMemory &) const = default;
    static std::optional<KioskMemory> read(const QString &path, const QString &building);
    /// At once or not at all; false: it could not be kept (a full disk), and what was there stays.
    bool write(const QString &path, const QString &building) const;
};

/// Makes pictures of what model and situation say.
class KioskBoard {
public:
    KioskBoard(const SiteModel &model, const Situation &situation, KioskPlace place);

    void remember(const KioskMemory &memory); ///< before the first look
    /// The model was read, and is all that was heard until `takenIn`: numbers are counted for the
    /// moment until which all was taken in, so that what falls silent afterwards changes no number
    /// that stands with an older time.
    void take(std::optional<UtcTime> takenIn);
    std::optional<KioskMemory> memory() const;
    /// `steady`: for how long a choice stays.
    KioskPicture picture(Milliseconds steady);

private:
    const SiteModel &m_model;
    const Situation &m_situation;
    const KioskPlace m_place;
    std::optional<domain::Signboard> m_board;
    std::optional<UtcTime> m_asOf;
    bool m_isRemembered = false;
    domain::BestChoice m_best;
};

} // namespace parking::ui
