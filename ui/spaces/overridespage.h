#pragma once

#include "models/sitemodel.h"
#include "models/situation.h"
#include "theme/theme.h"
#include "widgets/noticepage.h"

#include <QSet>
#include <QSortFilterProxyModel>
#include <QWidget>

class QFrame;
class QLabel;
class QLayout;
class QLineEdit;
class QPushButton;
class QTableView;

namespace parking::ui {

class OverridesModel;

/// The page "Overrides": what people set by hand and what is in force now, with its reason, who set
/// it, and its end.
class OverridesPage : public QWidget {
    Q_OBJECT

public:
    OverridesPage(const SiteModel &site, const Situation &situation, const Theme &theme,
                  QWidget *parent = nullptr);

    bool cancel(); ///< nothing is chosen any more; false: nothing was

Q_SIGNALS:
    void spaceChosen(const parking::domain::SpaceId &space); ///< show it on the map
    void changeRequested(const parking::domain::SpaceId &space); ///< its reason or end
    void overrideCleared(const QSet<parking::domain::SpaceId> &spaces);

private:
    QLayout *makeHead();
    QWidget *makeTable();
    QLayout *makeFooter();
    void arrange();
    void refresh();
    QSet<domain::SpaceId> chosen() const;

    const Situation &m_situation;
    const Theme &m_theme;
    OverridesModel *m_rows;
    QSortFilterProxyModel *m_sorted;
    QLineEdit *m_search;
    QFrame *m_card;
    QTableView *m_table;
    NoticePage *m_notice;
    QLabel *m_footer;
    QPushButton *m_show;
    QPushButton *m_change;
    QPushButton *m_clear;
};

} // namespace parking::ui
