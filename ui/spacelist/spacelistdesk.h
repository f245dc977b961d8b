#pragma once

#include "desk/desk.h"
#include "spacelist/importdesk.h"
#include "spacelist/spacelistpage.h"

namespace parking::ui {

/// Joins the page "Spaces" to engine and reads. What is told as done can be undone, from what stood
/// before, and takes back nobody else's work.
class SpaceListDesk : public QObject {
    Q_OBJECT

public:
    /// All outlive it. `longReads`: for a table that is imported.
    SpaceListDesk(const Desk &desk, read::ReadThread &longReads, SpaceListPage &page);

private:
    using Refused = std::function<void(const Error &)>;

    void loadDevices();
    void look();
    void save(const SpaceDraft &draft);
    /// Somebody else stored it meanwhile: the form says who, and offers either.
    void tellStanding(const SpaceDraft &draft);
    void remove(const QList<domain::Space> &spaces);
    void removeOthers(const QList<domain::Space> &spaces, const QStringList &booked);
    void askDeleted();
    void restore(const QList<domain::Space> &spaces);
    /// What stands now of what a change is about, as the window knows it.
    domain::SpacesChange standing(const domain::SpacesChange &change) const;
    /// Takes the devices from the spaces that have them now.
    void freeDevices(domain::SpacesChange &change, const domain::Space &space) const;
    void change(const domain::SpacesChange &change, const QString &told,
                const std::function<void()> &done, const Refused &refused);
    Refused toNotice() const;

    const Desk &m_desk;
    SpaceListPage &m_page;
    ImportDesk m_import;
    UtcTime m_looked; ///< of the situation's clock
    bool m_asks = false;
};

} // namespace parking::ui
