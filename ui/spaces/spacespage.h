#pragma once

#include "map/mappage.h"
#include "models/situation.h"
#include "spaces/inspector.h"
#include "widgets/noticepage.h"

namespace parking::ui {

/// The page "Map": the map, and at its right the inspector of what is selected there. Where there
/// is nothing to show a notice stands in the map's place: why, and what to do.
class SpacesPage : public QWidget {
    Q_OBJECT

public:
    SpacesPage(SiteModel &model, const Situation &situation, const Theme &theme,
               QWidget *parent = nullptr);

    MapPage &map() { return *m_map; }
    Inspector &inspector() { return *m_inspector; }
    const Theme &theme() const { return m_theme; }
    QList<QWidget *> panes() const { return {m_notice, m_map, m_inspector}; }

    /// What is shown is the past.
    void setPast(bool hasReadings);
    void reveal(const domain::SpaceId &space); ///< shows, selects and centres it
    void changeOverride(const domain::SpaceId &space); ///< shows it, and asks
    bool cancel(); ///< closes the question or the inspector that is open; false: none was
    bool mayEdit() const { return !m_situation.isReadOnly() && m_loaded; }
    /// Resends the colours of all lamps of the floor that is shown, after a question: many commands
    /// at once cannot be taken back.
    void askFloorLamps();

Q_SIGNALS:
    void resendRequested(const QSet<parking::domain::SpaceId> &spaces);
    void retryRequested(); ///< after a refusal
    void migrateRequested();
    void importRequested(); ///< of a file that is still to be chosen
    void addSpacesRequested();
    void demoRequested();
    void noted(const QString &text); ///< why nothing was done

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void connectMap();
    void openInspector(bool open);
    void showMenu(const QPoint &at); ///< of the space there, or of the selection
    void arrange();
    void updateNotice();
    NoticePage::Content notice();
    NoticePage::Content refusedNotice(const Error &refusal);
    NoticePage::Content emptyNotice();

    SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    MapPage *m_map;
    Inspector *m_inspector;
    NoticePage *m_notice;
    bool m_isPast = false;
    bool m_loaded; ///< the model holds what the database has
};

} // namespace parking::ui
