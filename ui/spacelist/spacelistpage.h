#pragma once

#include "models/situation.h"
#include "spacelist/importpage.h"
#include "spacelist/spacefilters.h"
#include "spacelist/spaceform.h"
#include "spacelist/spacetable.h"
#include "spacelist/spacetickbar.h"
#include "widgets/noticepage.h"

namespace parking::ui {

/// The page "Spaces": a table of all of them, filters with their counts, what can be done with
/// those that are ticked, and at the right the form of the one that is chosen. What somebody typed
/// there stays when another row is chosen.
class SpaceListPage : public QWidget {
    Q_OBJECT

public:
    SpaceListPage(const SiteModel &site, const Situation &situation, const Theme &theme,
                  QWidget *parent = nullptr);

    const Theme &theme() const { return m_theme; }
    SpaceRows &rows() { return *m_rows; }
    SpaceTable &table() { return *m_table; }
    SpaceForm &form() { return *m_form; }
    SpaceFilters &filters() { return *m_filters; }
    QList<QWidget *> panes() const;
    bool cancel(); ///< closes the import or the form that is open; false: none was
    int drafts() const { return int(m_drafts.size()); } ///< forms that are typed and not saved

    void setDevices(const domain::SpaceDevices &devices);
    /// Beside the one that is chosen, else there, else where the filter looks.
    void newSpace(const domain::SitePlace &there = {});
    void openPlaces(); ///< floors and zones
    void openImport(); ///< in the page's place
    ImportPage &import() { return *m_importing; }
    /// Of the form's wish: it is done, or why it is not.
    void setSaved(const SpaceDraft &draft, const QString &refusal = {});
    /// It was not saved: somebody else stored the space meanwhile (see SpaceForm::setStanding).
    void setStanding(const domain::Space &standing, const QString &words);

Q_SIGNALS:
    void devicesWanted(); ///< the page is seen
    void saveAsked(const parking::ui::SpaceDraft &draft);
    void deleteAsked(const QList<parking::domain::Space> &spaces);
    void changeAsked(const parking::domain::SpacesChange &change, const QString &told);
    void orderAsked(const QString &building, const QStringList &topFirst);
    void maintenanceAsked(const QSet<parking::domain::SpaceId> &spaces);
    void resendAsked(const QSet<parking::domain::SpaceId> &spaces);
    void showAsked(const parking::domain::SpaceId &space); ///< on the map
    void exportAsked(const QList<parking::domain::Space> &spaces);
    void deletedAsked(); ///< the list of deleted ones
    void importOpened(); ///< anew, at its first step
    void tableDropped(const QString &path); ///< behind importOpened()

protected:
    void showEvent(QShowEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeBody();
    void connectForm();
    void connectTicks();
    void connectImport();
    bool closeImport();
    void refreshTicks();
    void openForm(const SpaceDraft &draft);
    void closeForm();
    void keepDraft();
    void followForm();
    void markDrafts();
    void onChosen();
    void onRole();
    void refresh();
    QSet<domain::SpaceId> tickedIds() const;

    const SiteModel &m_site;
    const Situation &m_situation;
    const Theme &m_theme;
    SpaceRows *m_rows;
    SpaceFilters *m_filters;
    SpaceTable *m_table;
    SpaceTickBar *m_ticks;
    SpaceForm *m_form;
    NoticePage *m_notice;
    QWidget *m_list; ///< all but the import
    ImportPage *m_importing; ///< in its place, while a table is imported
    QLabel *m_count;
    QPushButton *m_import;
    QPushButton *m_more;
    QPushButton *m_new;
    QHash<domain::SpaceId, SpaceDraft> m_drafts; ///< a null id: the new one
};

} // namespace parking::ui
