#pragma once

#include "domain/spaceschange.h"
#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QTreeWidget;
class QTreeWidgetItem;

namespace parking::ui {

/// Floors and zones: made, renamed, put in order, merged. Each act is told at once and can be
/// undone; nothing waits for the dialog to close.
class PlacesDialog : public QDialog {
    Q_OBJECT

public:
    PlacesDialog(const SiteModel &site, const Theme &theme, QWidget *parent);

Q_SIGNALS:
    void changeAsked(const parking::domain::SpacesChange &change, const QString &told);
    void orderAsked(const QString &building, const QStringList &topFirst);

private:
    void refill();
    void refresh();
    domain::SitePlace current() const;
    void rename();
    void addFloor();
    void removeFloor();
    void step(int by);
    QTreeWidgetItem *addItem(QTreeWidgetItem *parent, const QString &text,
                             const domain::SitePlace &place, int spaces);
    int spacesAt(const domain::SitePlace &place) const;

    const SiteModel &m_site;
    QTreeWidget *m_tree;
    QLineEdit *m_name;
    QPushButton *m_rename;
    QPushButton *m_add;
    QPushButton *m_remove;
    QPushButton *m_up;
    QPushButton *m_down;
    QLabel *m_words;
};

} // namespace parking::ui

Q_DECLARE_METATYPE(parking::domain::SpacesChange)
