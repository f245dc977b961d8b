#pragma once

#include "settings/settingstate.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace parking::ui {

/// As whom one is logged in at the database, and what this login may do there.
class RightsBox : public QWidget {
    Q_OBJECT

public:
    explicit RightsBox(const Theme &theme, QWidget *parent);

    void setRights(const domain::DatabaseRights &rights);
    void setUnknown(const QString &why); ///< what was told before stands no more

private:
    void refresh();

    const Theme &m_theme;
    QLabel *m_login;
    QVBoxLayout *m_rows;
    QList<QLabel *> m_signs;
    QList<QLabel *> m_words;
    QList<RightRow> m_rights;
};

} // namespace parking::ui
