#pragma once

#include "theme/theme.h"

#include <QAbstractButton>

namespace parking::ui {

/// A group in the list at the left: icon, name, a triangle where its connection fails.
class GroupEntry : public QAbstractButton {
    Q_OBJECT

public:
    GroupEntry(const QString &icon, const QString &name, const Theme &theme, QWidget *parent);

    void setFailing(bool failing);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    const QString m_icon;
    bool m_isFailing = false;
};

} // namespace parking::ui
