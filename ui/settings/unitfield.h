#pragma once

#include "theme/theme.h"

#include <QLineEdit>

namespace parking::ui {

/// A field with a unit inside, at its right end. Esc takes back what was typed.
class UnitField : public QLineEdit {
    Q_OBJECT

public:
    UnitField(const Theme &theme, QWidget *parent);

    void setUnit(const QString &unit);

Q_SIGNALS:
    void escaped();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    const Theme &m_theme;
    QString m_unit;
};

} // namespace parking::ui
