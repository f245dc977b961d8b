#pragma once

#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QFrame>

class QLineEdit;
class QListWidget;

namespace parking::ui {

/// Ctrl+K: type a part of a code or name; Enter shows the space.
class SearchPopup : public QFrame {
    Q_OBJECT

public:
    SearchPopup(SiteModel &model, const Theme &theme, QWidget *parent);

    void open(const QPoint &topCentre);

Q_SIGNALS:
    void chosen(const parking::domain::SpaceId &space);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search(const QString &text);
    void take();

    SiteModel &m_model;
    const Theme &m_theme;
    QLineEdit *m_text;
    QListWidget *m_results;
};

} // namespace parking::ui
